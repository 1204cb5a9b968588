import { utilityProcess } from 'electron';

import type { Exit, ModuleName, RunningModule } from '../core/ports.ts';

const stderrBytes = 4096;

/**
 * Starts a module of ours in a utility process of Electron: `fork` would need RunAsNode, which is
 * switched off so that nobody borrows the app's right to the microphone.
 */
export function spawnModule(
  name: ModuleName,
  { modulePath, env }: { modulePath: (name: ModuleName) => string; env: Record<string, string> },
): RunningModule {
  const child = utilityProcess.fork(modulePath(name), [], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: `whis ${name}`,
  });
  let stderr = '';
  child.stderr?.on('data', (bytes: Uint8Array) => {
    stderr = (stderr + String(bytes)).slice(-stderrBytes);
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code) => resolve({ code, signal: null, stderr: stderr.trim() }));
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    exited,
    async kill() {
      child.kill();
      await exited;
    },
  };
}
