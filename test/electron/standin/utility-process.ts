import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { asElectron, loud, LoudEmitter, takes } from './loud.ts';

export const utilityProcessEvents = {
  error: takes<[type: 'FatalError', location: string, report: string]>(),
  exit: takes<[code: number]>(),
  message: takes<[message: unknown]>(),
  spawn: takes<[]>(),
};

type Members = 'kill' | 'pid' | 'postMessage' | 'stderr' | 'stdout';

const sigtermCode = 15;

/** A Node of its own; messages go as structured clones over Node's channel. */
class UtilityProcess
  extends LoudEmitter<typeof utilityProcessEvents>
  implements Pick<Electron.UtilityProcess, Members>
{
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  readonly #child: ChildProcess;
  pid: number | undefined;

  constructor(modulePath: string, args: readonly string[], options: Electron.ForkOptions) {
    super(utilityProcessEvents);
    const { stdio = 'inherit', execArgv = [], cwd, env } = options;
    const [, stdout = 'inherit', stderr = 'inherit'] =
      typeof stdio === 'string' ? Array.from({ length: 3 }, () => stdio as 'pipe') : stdio;
    this.#child = fork(modulePath, args, {
      serialization: 'advanced',
      env: { ...(env ?? process.env), ELECTRON_STANDIN_CHILD: '1' },
      execArgv: ['-r', join(import.meta.dirname, 'register.ts'), ...execArgv],
      stdio: ['ignore', stdout, stderr, 'ipc'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.pid = this.#child.pid;
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code) => {
      this.pid = undefined;
      this.emit('exit', code ?? sigtermCode);
    });
    this.#child.once('error', ({ message }) => this.emit('error', 'FatalError', '', message));
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess: Pick<typeof Electron.UtilityProcess, 'fork'> = loud('utilityProcess', {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
    asElectron<Electron.UtilityProcess>(new UtilityProcess(modulePath, args, options)),
});
