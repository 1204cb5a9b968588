import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { pipeline } from 'node:stream/promises';

import type { Exit, Programs, RunningProgram } from '../core/ports.ts';
import { WhisError, asWhisError } from '../protocol/errors.ts';
import { collect, hear, inRests, restsOf, withoutReadingAhead } from './program-output.ts';
import { findOnPath } from './search-path.ts';

const politeMs = 500;
const stderrBytes = 4096;

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts programs with `env`, less the API keys in it. */
export function openPrograms({ env, platform }: { env: Environment; platform: string }): Programs {
  const childEnv = withoutKeys(env);
  // Windows finds `powershell` as `powershell.exe`, and calls the variable `Path` as often as not.
  const searchPath = env['PATH'] ?? (platform === 'win32' ? env['Path'] : undefined) ?? '';
  const endings = platform === 'win32' ? ['', '.exe'] : [''];
  const find = (name: string) => findOnPath(name, searchPath, endings);

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
    return spawnOrExplain(path, rest, {
      env: { ...childEnv, ...extra },
      stdio,
      // Its own process group, so that whatever it starts ends with it. Windows knows no groups, and
      // would open a console window for it.
      detached: platform !== 'win32',
      windowsHide: true,
    });
  }

  return {
    find,
    start(argv, options = {}) {
      const { env: extra = {}, input, onSaid, readEveryMs } = options;
      const begin = () => {
        const child = launch(argv, extra, [input ? 'pipe' : 'ignore', 'pipe', 'pipe']);
        // A program that ends without reading its input closes the pipe: its exit code tells more.
        if (input && child.stdin) pipeline(input, child.stdin).catch(() => {});
        return child;
      };
      if (readEveryMs === undefined) return running(begin(), platform, { onSaid });
      const child = withoutReadingAhead(begin);
      return running(child, platform, { onSaid, rest: restsOf(child, readEveryMs) });
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
        void program.exited.then(() => setTimeout(() => closePipes(child), politeMs).unref());
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
      return value !== undefined && !/_API_KEY$/i.test(name);
    }),
  );
}

type Stdio = 'ignore' | 'pipe';

/** How a program is heard while it runs. */
interface Hearing {
  readonly onSaid?: ((text: string) => void) | undefined;
  /** Waits between two pieces of what it writes. */
  readonly rest?: () => Promise<void>;
}

function running(
  child: ChildProcess,
  platform: string,
  { onSaid, rest = () => Promise.resolve() }: Hearing = {},
): RunningProgram {
  let stderr = '';
  void hear(inRests<string>(child.stderr?.setEncoding('utf8') ?? nothing(), rest), (text) => {
    stderr = (stderr + text).slice(-stderrBytes);
    onSaid?.(text);
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      const tell = () => resolve({ code, signal, stderr: stderr.trim() });
      if (child.stderr === null || child.stderr.closed) return tell();
      // The last of what it said may still be on its way; but a child that it left behind may hold
      // the pipe open for ever.
      const late = setTimeout(() => child.stderr?.destroy(), politeMs);
      child.stderr.once('close', () => {
        clearTimeout(late);
        tell();
      });
    });
  });
  return {
    pid: child.pid ?? -1,
    output: inRests<Uint8Array>(child.stdout ?? nothing(), rest),
    exited,
    async kill() {
      // Once it is over, its number may belong to somebody else.
      const isOver = child.exitCode !== null || child.signalCode !== null;
      if (!isOver) {
        const forSure = setTimeout(() => signalGroup(child, 'SIGKILL', platform), politeMs);
        child.once('exit', () => {
          clearTimeout(forSure);
          // Those that it started and that did not heed the first signal.
          signalGroup(child, 'SIGKILL', platform);
        });
        signalGroup(child, 'SIGTERM', platform);
      }
      await exited;
    },
  };
}

function spawnOrExplain(
  path: string,
  rest: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  try {
    const child = spawn(path, rest, options);
    if (child.pid !== undefined) return child;
    child.once('error', () => {});
  } catch (error) {
    const { message } = asWhisError(error);
    throw new WhisError('program_failed', `“${path}” cannot be started: ${message}.`, {
      cause: error,
    });
  }
  throw new WhisError(
    'program_missing',
    `“${path}” cannot be started. Is it a program for this machine, and its interpreter installed?`,
  );
}

function closePipes({ stdin, stdout }: ChildProcess): void {
  stdin?.destroy();
  stdout?.destroy();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals, platform: string): void {
  if (child.pid === undefined) return;
  try {
    // A group of its own has the number of its first process; Windows knows no groups.
    if (platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody of the group is left; macOS calls it EPERM.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function describeFailure(name: string, { code, signal, stderr }: Exit): string {
  const how =
    code === null ? `was ended by ${signal ?? 'the system'}` : `ended with exit code ${code}`;
  const said = stderr.slice(-400).replaceAll(/\s*\n\s*/g, ', ');
  return `“${name}” ${how}${said ? `: ${said}` : '.'}`;
}

async function* nothing(): AsyncGenerator<never, void> {}
