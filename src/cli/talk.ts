import { asWhisError } from '../protocol/errors.ts';
import { lost } from './client.ts';
import type { Context } from './context.ts';
import { dial, noAnswer } from './dial.ts';
import { findPlace, judgePlace } from './place.ts';

/** Some requests are answered once a program or a device has done its part. */
const answerMs = 60_000;

/** What is said is over when the daemon closes, however it does that. */
const endings = new Set(['EPIPE', 'ECONNRESET']);

/**
 * Says something to the daemon as it is (null: what comes on standard input), without a greeting, and
 * gives the lines that come back until it closes. Throws `not_running`, and `no_answer` when nothing
 * comes back in time or at all.
 */
export async function* talk(text: string | null, context: Context): AsyncGenerator<string, void> {
  const endpoint = findPlace(context);
  judgePlace(endpoint, context.surroundings.uid);
  const timeoutMs = context.timeoutMs ?? answerMs;
  const deadlineAt = performance.now() + timeoutMs;
  const socket = await dial(endpoint, { deadlineAt, isAwaited: false });
  // Only the first answer is waited for: what was subscribed to may be silent for hours.
  socket.setTimeout(timeoutMs, () => socket.destroy(noAnswer(endpoint)));
  socket.once('data', () => socket.setTimeout(0));
  if (text === null) process.stdin.pipe(socket);
  else socket.end(`${text}\n`);
  let rest = '';
  let isAnswered = false;
  try {
    for await (const piece of socket.setEncoding('utf8')) {
      isAnswered = true;
      const lines = (rest + (piece as string)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (!endings.has((error as NodeJS.ErrnoException).code ?? '')) throw asWhisError(error);
  } finally {
    process.stdin.unpipe(socket).pause();
    socket.destroy();
  }
  if (rest !== '') yield rest;
  if (!isAnswered) throw lost(endpoint);
}
