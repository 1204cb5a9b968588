import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process has used so far, with all its threads. */
export interface Usage {
  readonly cpuMs: number;
  /** Times that a thread was put on a core: of its own accord or not. */
  readonly switches: number;
}

/** One of the programs that whis is held against: a file in `opponents/`, run by the same Node. */
export class Opponent {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it said when it was ready. */
  readonly greeting: string;

  private constructor(child: ChildProcess, greeting: string) {
    this.child = child;
    this.pid = child.pid ?? -1;
    this.greeting = greeting;
  }

  /** Starts it and waits until it has said that it is ready. */
  static async start(
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<Opponent> {
    const child = spawn(process.execPath, [opponentPath(file), ...args], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${file} ended before it was ready.`);
    });
    // Whoever waits for its end has taken it already.
    ended.catch(() => {});
    const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
    return new Opponent(child, said.toString().trim());
  }

  /** Writes a line to it and waits until it says something. */
  async ask(line: string): Promise<void> {
    const answered = this.child.stdout ? once(this.child.stdout, 'data') : null;
    this.say(line);
    await answered;
  }

  /** Writes a line to it. */
  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}

/** Where one of the opponents is. */
export function opponentPath(file: string): string {
  return join(import.meta.dirname, 'opponents', file);
}

/** Reads what a process has used. Source: proc(5); schedstat counts nanoseconds on a core. */
export function usageOf(pid: number): Usage {
  const tasks = `/proc/${pid}/task`;
  let cpuMs = 0;
  let switches = 0;
  for (const task of readdirSync(tasks)) {
    const [nanoseconds = '0'] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
    cpuMs += Number(nanoseconds) / 1e6;
    const status = readFileSync(`${tasks}/${task}/status`, 'utf8');
    for (const [, count] of status.matchAll(/ctxt_switches:\s+(\d+)/g)) switches += Number(count);
  }
  return { cpuMs, switches };
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

/** Memory of a process in MB: all that is resident, and what of it is shared with no other. */
export function memoryOf(pid: number): { residentMb: number; privateMb: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string) =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) * 1024) / 1e6;
  return {
    residentMb: megabytes('Rss'),
    privateMb: megabytes('Private_Clean') + megabytes('Private_Dirty'),
  };
}
