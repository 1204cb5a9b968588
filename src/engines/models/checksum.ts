import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The SHA-256 of a file, in hexadecimal. Rejects with the abort reason when `signal` aborts. */
export async function sha256Of(
  path: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes?: (read: number) => void },
): Promise<string> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal.throwIfAborted();
    hash.update(piece as Uint8Array);
    read += (piece as Uint8Array).length;
    onBytes?.(read);
  }
  return hash.digest('hex');
}
