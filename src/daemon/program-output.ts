import type { ChildProcess } from 'node:child_process';
import { getDefaultHighWaterMark, setDefaultHighWaterMark } from 'node:stream';

/**
 * Starts a child of which nothing is read ahead: what it writes waits in its pipes, and wakes nobody,
 * until it is asked for. Its streams take no such option, so it is the default while they are made.
 */
export function withoutReadingAhead(start: () => ChildProcess): ChildProcess {
  const usual = getDefaultHighWaterMark(false);
  setDefaultHighWaterMark(false, 0);
  try {
    return start();
  } finally {
    setDefaultHighWaterMark(false, usual);
  }
}

/**
 * Makes a function that waits for the next of the beats that come every `everyMs`: whoever reads
 * several streams by them is woken once for all. Once the child is over, nothing waits any more.
 */
export function restsOf(child: ChildProcess, everyMs: number): () => Promise<void> {
  let beat = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    beat.resolve();
    beat = Promise.withResolvers<void>();
  }, everyMs);
  child.once('exit', () => {
    clearInterval(timer);
    beat.resolve();
  });
  return () => beat.promise;
}

/** Hands on what a stream gives, and rests after each piece of it. */
export async function* inRests<Piece>(
  stream: AsyncIterable<Piece>,
  rest: () => Promise<void>,
): AsyncGenerator<Piece, void> {
  for await (const piece of stream) {
    yield piece;
    await rest();
  }
}

/** Hands on what is said, piece by piece, until there is no more. */
export async function hear(
  said: AsyncIterable<string>,
  onText: (text: string) => void,
): Promise<void> {
  try {
    for await (const text of said) onText(text);
  } catch (error) {
    if (!isClosedFromHere(error)) throw error;
  }
}

/** All that is written, until there is no more. */
export async function collect(output: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of output) chunks.push(chunk);
  } catch (error) {
    if (!isClosedFromHere(error)) throw error;
  }
  return Buffer.concat(chunks);
}

/** Something that a program has left behind held it open: nobody waits for that. */
function isClosedFromHere(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
