import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

import type { Exit, Programs, RunningProgram } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';

const politeMs = 500;
const stderrBytes = 4096;

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts programs with `env`, less the API keys in it. */
export function openPrograms({ env, platform }: { env: Environment; platform: string }): Programs {
  const childEnv = withoutKeys(env);
  const find = (name: string) => findOnPath(name, env['PATH'] ?? '');

  function launch(
    argv: readonly string[],
    extra: Environment,
    stdio: [Stdio, Stdio, Stdio],
  ): ChildProcess {
    const [name = '', ...rest] = argv;
    const path = find(name);
    if (path === null) {
      throw new WhisError(
        'program_missing',
        `“${name}” is not installed, or not on PATH. Install it, or name its full path.`,
      );
    }
    // Its own process group, so that whatever it starts ends with it.
    return spawn(path, rest, { env: { ...childEnv, ...extra }, stdio, detached: true });
  }

  return {
    find,
    start(argv, options = {}) {
      return running(launch(argv, options.env ?? {}, ['ignore', 'pipe', 'pipe']), platform);
    },
    async run(argv, { deadlineMs, input, env: extra = {}, signal, ignoreOutput = false }) {
      signal?.throwIfAborted();
      const output = ignoreOutput ? 'ignore' : 'pipe';
      const child = launch(argv, extra, [input === undefined ? 'ignore' : 'pipe', output, output]);
      const program = running(child, platform);
      const kill = () => void program.kill();
      let isLate = false;
      const deadline = setTimeout(() => {
        isLate = true;
        kill();
      }, deadlineMs);
      signal?.addEventListener('abort', kill, { once: true });
      try {
        // A program that ends without reading its input closes the pipe: its exit code tells more.
        child.stdin?.on('error', () => {});
        child.stdin?.end(input);
        // Something that it left behind may hold its output open for ever.
        void program.exited.then(() => setTimeout(() => child.stdout?.destroy(), politeMs).unref());
        const [stdout, exit] = await Promise.all([collect(program.output), program.exited]);
        signal?.throwIfAborted();
        if (isLate) {
          throw new WhisError(
            'program_timeout',
            `“${argv[0]}” did not end within ${deadlineMs / 1000} s and was killed.`,
          );
        }
        if (exit.code !== 0)
          throw new WhisError('program_failed', describeFailure(argv[0] ?? '', exit));
        return { stdout, stderr: exit.stderr };
      } finally {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', kill);
      }
    },
  };
}

/** The environment for a child: everything but the keys of services that it has no business with. */
export function withoutKeys(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      return value !== undefined && !name.endsWith('_API_KEY');
    }),
  );
}

type Stdio = 'ignore' | 'pipe';

function running(child: ChildProcess, platform: string): RunningProgram {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrBytes);
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, stderr: error.message }));
    // Not 'close': a child that it left behind may hold the pipes open for ever.
    child.once('exit', (code, signal) =>
      setImmediate(() => resolve({ code, signal, stderr: stderr.trim() })),
    );
  });
  return {
    pid: child.pid ?? -1,
    output: child.stdout ?? nothing(),
    exited,
    async kill() {
      if (isOver()) return;
      signalGroup(child, 'SIGTERM', platform);
      const forSure = setTimeout(() => signalGroup(child, 'SIGKILL', platform), politeMs);
      await exited;
      clearTimeout(forSure);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals, platform: string): void {
  if (child.pid === undefined) return;
  try {
    // A group of its own has the number of its first process; Windows knows no groups.
    if (platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function findOnPath(name: string, path: string): string | null {
  if (isAbsolute(name)) return isExecutable(name) ? name : null;
  if (name.includes('/') || name === '') return null;
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, name);
    if (isAbsolute(folder) && isExecutable(candidate)) return candidate;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function collect(output: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of output) chunks.push(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
  return Buffer.concat(chunks);
}

function describeFailure(name: string, { code, signal, stderr }: Exit): string {
  const how =
    code === null ? `was ended by ${signal ?? 'the system'}` : `ended with exit code ${code}`;
  return `“${name}” ${how}${stderr ? `: ${stderr.slice(-400)}` : '.'}`;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
