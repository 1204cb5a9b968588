import type { Exit, SpawnModule } from '../../core/ports.ts';
import { parseUnpackAnswer, type Unpacked, type UnpackTask } from './unpack-messages.ts';

/** An unpacker that has written nothing for this long hangs. */
const silenceMs = 120_000;

/**
 * Unpacks an archive in a child. Rejects with an `Error` that says what is wrong with the archive or
 * the disk, and with the abort reason; what was written by then is for whoever asked to remove.
 */
export async function unpack(
  spawn: SpawnModule,
  task: UnpackTask,
  { signal, onWritten }: { signal: AbortSignal; onWritten: (bytes: number) => void },
): Promise<Readonly<Record<string, Unpacked>>> {
  signal.throwIfAborted();
  const child = spawn('unpacker');
  const stop = () => void child.kill();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, silenceMs);
  };
  const done = new Promise<Readonly<Record<string, Unpacked>>>((resolve, reject) => {
    child.onMessage((message) => {
      wait();
      const answer = parseUnpackAnswer(message);
      if (answer === null) reject(new Error('its process answered what is no answer'));
      else if ('problem' in answer) reject(new Error(answer.problem));
      else if ('files' in answer) resolve(answer.files);
      else onWritten(answer.written);
    });
    void child.exited.then((exit) => reject(new Error(`its process ended ${how(exit)}`)));
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    wait();
    child.send(task);
    return await done;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await child.kill();
  }
}

function how({ code, signal, stderr }: Exit): string {
  const words = stderr === '' ? '' : `: ${stderr.slice(-300)}`;
  return `(${signal ?? `exit code ${code}`})${words}`;
}
