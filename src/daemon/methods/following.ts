import { open } from 'node:fs/promises';

import { WhisError } from '../../protocol/errors.ts';
import { logLevels, matters, type LogLevel, type WhisEvent } from '../../protocol/events.ts';
import { attach } from '../attachment.ts';
import type { Parts } from '../parts.ts';
import type { SessionIds } from '../session-ids.ts';
import type { Methods } from './methods.ts';

const defaultLines = 100;

/** So much of the daemon's log is looked at for its last lines. */
const tailBytes = 1_000_000;

/** The requests that follow a session or the log. `logPath` is the daemon's own log. */
export function followingMethods(
  { dictations, feed, store }: Pick<Parts, 'dictations' | 'feed' | 'store'>,
  ids: SessionIds,
  logPath: string,
): Methods<'attach_session' | 'logs'> {
  return {
    attach_session({ session_id: word = 'current' }, caller) {
      const id = word === 'current' ? ids.active() : ids.find(word);
      const session = store.get(id);
      if (!session)
        throw new WhisError('no_such_session', `Session ${id} is not there any more: whis list`);
      const over = dictations.ended(id);
      caller.afterReply(() => caller.keepUntil(attach(caller, { id, over, feed, store })));
      return { type: 'attached', session };
    },
    async logs({ session_id: word, lines = defaultLines, level = 'debug' }) {
      if (word === undefined) return { type: 'logs', lines: await tail(logPath, lines, level) };
      const events = (await store.readLog(ids.find(word), Infinity)) as WhisEvent[];
      const wanted = events.filter((event) => isWanted(event, level)).slice(-lines);
      return { type: 'logs', lines: wanted.map((event) => JSON.stringify(event)) };
    },
  };
}

/** Whatever is no log line is. */
function isWanted(event: WhisEvent, least: LogLevel): boolean {
  return event.event !== 'log_line' || matters(event.data.level, least);
}

/** The last lines of the daemon's log that matter enough, oldest first. */
async function tail(path: string, count: number, least: LogLevel): Promise<string[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    const whole = from === 0 ? text : text.slice(text.indexOf('\n') + 1);
    const wanted = new Set<string>(logLevels.filter((level) => matters(level, least)));
    return whole
      .split('\n')
      .filter((line) => wanted.has(line.split(' ', 2)[1] ?? ''))
      .slice(-count);
  } finally {
    await file.close();
  }
}
