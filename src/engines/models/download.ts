import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { isAboutDisk, reasonOf } from './failures.ts';
import { fetchFile, Refused, Unreachable, type Network } from './fetch.ts';
import { totalBytes, type Part } from './part.ts';

/** How a download is made: through which network, and how long to wait after a break. */
export interface Means {
  readonly network: Network;
  /**
   * Pauses before trying again, in milliseconds; as many breaks in a row without a byte are borne, but
   * one where nobody was ever reached: waiting would not bring a network.
   */
  readonly pausesMs: readonly number[];
  readonly signal: AbortSignal;
  /** Hears how much has come, after each piece. */
  readonly onBytes: (received: number, total: number | null) => void;
  /** Hears what has come and when it is tried again, after each break; and null once it is. */
  readonly onBreak: (received: number, retry: Retry | null) => void;
}

/** A pause after a break of the line. */
export interface Retry {
  /** Which try comes after it, of those in a row that may bring nothing. From 1 on. */
  readonly attempt: number;
  readonly attempts: number;
  readonly delayMs: number;
  /** What broke it, without a stop. */
  readonly reason: string;
}

/**
 * Downloads a file into a part, going on where an earlier try has ended, also after a break of the
 * line. Rejects with the last reason when it does not get on any more, with the abort reason when
 * `signal` aborts; what has come is kept. `expectedBytes` is the size that the file must have.
 */
export async function download(
  url: string,
  part: Part,
  { expectedBytes, means }: { readonly expectedBytes: number | null; readonly means: Means },
): Promise<void> {
  const { signal, onBreak } = means;
  let hasCome = false;
  for (let breaks = 0; ;) {
    const before = await part.bytes();
    try {
      await attempt(url, part, { expectedBytes, means });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Refused || isAboutDisk(error)) throw error;
      const received = await part.bytes();
      hasCome ||= received > before;
      breaks = received > before ? 0 : breaks + 1;
      const isNobody = error instanceof Unreachable && !hasCome;
      const pausesMs = isNobody ? means.pausesMs.slice(0, 1) : means.pausesMs;
      const delayMs = pausesMs[breaks === 0 ? 0 : breaks - 1];
      if (delayMs === undefined) throw error;
      const attempts = pausesMs.length + 1;
      onBreak(received, { attempt: breaks + 1, attempts, delayMs, reason: reasonOf(error) });
      await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      onBreak(received, null);
    }
  }
}

async function attempt(
  url: string,
  part: Part,
  { expectedBytes, means }: { readonly expectedBytes: number | null; readonly means: Means },
): Promise<void> {
  const { network, signal, onBytes } = means;
  const response = await fetchFile(url, await part.headers(), { network, signal });
  try {
    await refuse(response, part);
    let received = await part.bytesBefore(response);
    const total = totalBytes(response, received);
    if (total !== null && expectedBytes !== null && total !== expectedBytes) {
      // What has come of it is of no use to anybody.
      await part.remove();
      throw new Refused(
        `the server has ${total} bytes, and the catalogue says ${expectedBytes}: its publisher may have put another file there`,
      );
    }
    const file = await part.open(response);
    try {
      onBytes(received, total);
      for await (const piece of response as AsyncIterable<Uint8Array>) {
        await file.appendFile(piece);
        received += piece.length;
        onBytes(received, total);
      }
      if (total !== null && received !== total)
        throw new Error(`the line broke after ${received} of ${total} bytes`);
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    response.destroy();
  }
}

/** Throws for an answer that is no file. */
async function refuse(response: IncomingMessage, part: Part): Promise<void> {
  const { statusCode = 0 } = response;
  if (statusCode === 200 || statusCode === 206) return;
  // What is here is not a beginning of what is there.
  if (statusCode === 416) await part.remove();
  const message = `the server answered ${statusCode} ${response.statusMessage ?? ''}`.trim();
  const isPassing = statusCode === 416 || statusCode === 429 || statusCode >= 500;
  throw isPassing ? new Error(message) : new Refused(message);
}
