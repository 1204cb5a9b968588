import { fork } from 'node:child_process';

import type { Exit, ModuleName, RunningModule } from '../core/ports.ts';

const stderrMs = 500;

/**
 * Starts a module of ours with Node's own `fork`, with `env` as its whole environment.
 * `modulePath` says where the module's file is: in the built program, or in its sources for a test.
 */
export function spawnModule(
  name: ModuleName,
  { modulePath, env }: { modulePath: (name: ModuleName) => string; env: Record<string, string> },
): RunningModule {
  const child = fork(modulePath(name), [], {
    env,
    execArgv: [],
    // Typed arrays stay typed arrays, and a buffer is copied once.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4096);
  });
  const exited = new Promise<Exit>((resolve) => {
    // What it started and left behind may hold its stderr open for ever.
    child.once('exit', () => {
      const late = setTimeout(() => child.stderr?.destroy(), stderrMs);
      child.once('close', () => clearTimeout(late));
    });
    // Not 'exit': its last messages, and why it died, may still be on their way.
    child.once('close', (code, signal) => resolve({ code, signal, stderr: stderr.trim() }));
    child.on('error', (error) => {
      // Also told for a message to a child that has just died: that is for 'close' to say.
      if (child.pid === undefined) resolve({ code: null, signal: null, stderr: error.message });
    });
  });
  return {
    send: (message) => void (child.connected && child.send(message as object)),
    onMessage: (listener) => void child.on('message', listener),
    exited,
    async kill() {
      // These children run our own code and hold nothing that must be put in order.
      child.kill('SIGKILL');
      await exited;
    },
  };
}
