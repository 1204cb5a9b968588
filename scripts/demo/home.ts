import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Manifest } from '../../src/engines/local/manifest.ts';
import type { WhisEvent } from '../../src/protocol/events.ts';
import { processesOf } from './processes.ts';
import { spokenLanguage } from './recogniser.ts';

const root = join(import.meta.dirname, '..', '..');

/** A daemon ends within 5 s, the others at once; a busy machine may need longer. */
const goneWithinMs = 10_000;

/**
 * A folder that is all that whis knows: its settings, history and socket, the sound file that plays the
 * microphone (`demo.wav`) and the file that takes the texts (`said.txt`). `close` ends and removes all
 * of it.
 */
export class Home {
  readonly folder: string;
  readonly #env: Record<string, string>;
  readonly #signal: AbortSignal;
  readonly #running = new Set<ChildProcess>();
  #said = '';

  private constructor(folder: string, signal: AbortSignal) {
    this.folder = folder;
    this.#signal = signal;
    this.#env = environment(folder);
  }

  /** Makes it; `signal` ends every program that is started in it, but for the daemon. */
  static async make(model: Manifest | null, signal: AbortSignal): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), 'whis-demo-'));
    const home = new Home(folder, signal);
    for (const path of ['bin', 'run', 'config/whis', 'data/whis/models', 'state'])
      await mkdir(join(folder, path), { recursive: true, mode: 0o700 });
    // The real binary, by its name: what is shown is what is run.
    await symlink(join(root, 'dist/cli/whis.cjs'), join(folder, 'bin/whis'));
    await copyFile(join(root, 'assets/demo.wav'), join(folder, 'demo.wav'));
    if (model) await symlink(dirname(fileOf(model)), join(folder, 'data/whis/models', model.name));
    const settings = { output: [`file:${join(folder, 'said.txt')}`], language: spokenLanguage };
    await writeFile(join(folder, 'config/whis/settings.json'), JSON.stringify(settings));
    return home;
  }

  /** What the daemon has printed. */
  get said(): string {
    return this.#said;
  }

  /** Starts the daemon; resolves when it listens. Rejects when it ends before. */
  async listen(...options: readonly string[]): Promise<void> {
    // In a session of its own: Ctrl-C reaches this program, which ends it in order.
    const daemon = this.#spawn(['whis', 'listen', ...options], { detached: true });
    const listens = new Promise<void>((resolve) => {
      for (const stream of [daemon.stdout, daemon.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          this.#said += text;
          if (this.#said.includes('End: ')) resolve();
        });
      }
    });
    const ended = once(daemon, 'close').then(() => {
      throw new Error('The daemon ended before it was ready.');
    });
    // Once it listens, its end is no news.
    ended.catch(() => {});
    await this.#untilInterrupted(Promise.race([listens, ended]));
  }

  /** Runs a line as a shell does, in this folder, with our own output and errors; gives its exit code. */
  async run(line: string): Promise<number | null> {
    const child = this.#spawn(['sh', '-c', line], { signal: this.#signal, stdio: 'inherit' });
    const [code] = (await once(child, 'close')) as [number | null];
    this.#signal.throwIfAborted();
    return code;
  }

  /** What a line prints. */
  async read(line: string): Promise<string> {
    const child = this.#spawn(['sh', '-c', line], { signal: this.#signal });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await once(child, 'close');
    this.#signal.throwIfAborted();
    return text;
  }

  /** The daemon's events, as `whis watch` tells them, from its first answer on to the daemon's end. */
  async watch(...topics: readonly string[]): Promise<AsyncIterator<WhisEvent>> {
    const options = topics.flatMap((topic) => ['--events', topic]);
    const child = this.#spawn(['whis', 'watch', '--json', ...options], { signal: this.#signal });
    // An abort ends it, and with it the lines.
    child.on('error', () => {});
    if (!child.stdout) throw new Error('whis watch has no output.');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    // The first line is the status: from here on, nothing is missed.
    await lines.next();
    return parsed(lines);
  }

  /**
   * Ends the daemon, kills what is left of the processes that were started here (they are given back)
   * and removes the folder.
   */
  async close(): Promise<number[]> {
    await this.#endAll();
    const left = this.#killLeftovers();
    await rm(this.folder, { recursive: true, force: true });
    return left;
  }

  /** The same at once, without waiting for anybody. */
  removeNow(): void {
    this.#killLeftovers();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #endAll(): Promise<void> {
    const running = [...this.#running];
    const gone = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGTERM');
    const late = setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), goneWithinMs);
    await Promise.all(gone);
    clearTimeout(late);
  }

  #killLeftovers(): number[] {
    const left = processesOf(this.folder);
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
    return left;
  }

  #spawn(
    [program = '', ...args]: readonly string[],
    options: { detached?: boolean; signal?: AbortSignal; stdio?: 'inherit' },
  ): ChildProcess {
    const output = options.stdio ?? 'pipe';
    const child = spawn(program, args, {
      ...options,
      cwd: this.folder,
      env: this.#env,
      stdio: ['ignore', output, output],
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  async #untilInterrupted(work: Promise<void>): Promise<void> {
    const interrupted = once(this.#signal, 'abort').then(() => this.#signal.throwIfAborted());
    await Promise.race([work, interrupted]);
  }
}

function environment(folder: string): Record<string, string> {
  const { PATH = '', TERM, NO_COLOR, LANG } = process.env;
  const given = { TERM, NO_COLOR, LANG };
  return {
    // First our own binary, then the Node that runs this: the machine's own may be too old.
    PATH: [join(folder, 'bin'), dirname(process.execPath), PATH].join(delimiter),
    HOME: folder,
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_STATE_HOME: join(folder, 'state'),
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Record<string, string>),
  };
}

function fileOf({ files }: Manifest): string {
  return Object.values(files)[0] ?? '';
}

async function* parsed(lines: AsyncIterator<string>): AsyncGenerator<WhisEvent, void> {
  for (;;) {
    const { done, value } = await lines.next();
    if (done) return;
    yield JSON.parse(value) as WhisEvent;
  }
}
