import type { Exit, RunningModule, SpawnModule } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import type { ListenerMessage } from './messages.ts';
import type { KeyOrder, KeySignal } from './press.ts';

/** A process that hears the keys. */
export interface KeyListener {
  /** Resolves with the reason once it hears nothing any more, whoever ended it. */
  readonly lost: Promise<string>;
}

/**
 * Starts the process that hears the keys and resolves once it does. It ends when `stop` aborts.
 * Throws `hotkey_unavailable` with the reason when it fails or says nothing within `deadlineMs`, the
 * abort reason when `stop` aborts before that.
 */
export async function startListener({
  spawnModule,
  order,
  heard,
  stop,
  deadlineMs,
}: {
  readonly spawnModule: SpawnModule;
  readonly order: KeyOrder;
  readonly heard: (signal: KeySignal) => void;
  readonly stop: AbortSignal;
  readonly deadlineMs: number;
}): Promise<KeyListener> {
  stop.throwIfAborted();
  const child = spawnModule('hotkey');
  const lost = child.exited.then(describeExit);
  const kill = () => void child.kill();
  stop.addEventListener('abort', kill, { once: true });
  void lost.then(() => stop.removeEventListener('abort', kill));
  child.send(order);
  try {
    await ready({ child, lost, heard, deadlineMs });
    stop.throwIfAborted();
    return { lost };
  } catch (error) {
    await child.kill();
    stop.throwIfAborted();
    throw error;
  }
}

/** Hands on what the child tells, and resolves once it is ready. */
function ready({
  child,
  lost,
  heard,
  deadlineMs,
}: {
  readonly child: RunningModule;
  readonly lost: Promise<string>;
  readonly heard: (signal: KeySignal) => void;
  readonly deadlineMs: number;
}): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => {
      clearTimeout(deadline);
      reject(new WhisError('hotkey_unavailable', reason));
    };
    const late = `the key hook was not ready within ${deadlineMs / 1000} s`;
    const deadline = setTimeout(() => refuse(late), deadlineMs);
    void lost.then(refuse);
    child.onMessage((message) => {
      const told = message as ListenerMessage;
      switch (told.type) {
        case 'ready':
          clearTimeout(deadline);
          return resolve();
        case 'failed':
          return refuse(`the key hook failed: ${told.reason}`);
        case 'key':
          return heard(told.signal);
      }
    });
  });
}

function describeExit({ code, signal, stderr }: Exit): string {
  const how = code === null ? `was ended by ${signal ?? 'the system'}` : `ended with code ${code}`;
  // The hook says the reason last, after warnings about priorities that it could not have.
  const last = stderr.split('\n').at(-1);
  return `the process that listens for keys ${how}${last ? ` (${last})` : ''}`;
}
