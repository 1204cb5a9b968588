import { asWhisError } from '../protocol/errors.ts';
import type { Session } from '../protocol/session.ts';
import type { Store } from '../store/store.ts';
import type { Dictations } from './dictations.ts';
import { late } from './late.ts';
import { chooseMeans } from './means.ts';
import type { Parts } from './parts.ts';
import { engineOf } from './same-engine.ts';

/**
 * Takes up what an end of the daemon interrupted: repairs its audio and puts it into the queue. Its
 * text goes to the history and is announced, not to the clipboard: by now the person does something
 * else. So is a text that was there already, but on its way. A session in which nothing was recorded
 * is discarded. What cannot be read or repaired now is logged, and waits for the next start. Doing it
 * twice does no harm.
 */
export async function recover(parts: Parts, dictations: Dictations): Promise<void> {
  const { store, log } = parts;
  await store.removeParts();
  // Looked at before anything is transcribed: what then is on its way is nobody's crash.
  const undelivered = store.undelivered();
  for (const session of store.unfinished()) {
    try {
      await takeUp(session, parts, dictations);
    } catch (thrown) {
      log.write('error', `not recovered yet: ${asWhisError(thrown).message}`, session.id);
    }
  }
  for (const session of undelivered) {
    try {
      offer(session, parts);
    } catch (thrown) {
      log.write('error', `not told of: ${asWhisError(thrown).message}`, session.id);
    }
  }
}

/**
 * A session whose end nobody has noted, as it should have been noted: its recording made whole, its
 * length and its end from that. Null when nothing was recorded. Throws `storage_failed`. Never to be
 * called while it is recorded.
 */
export async function mend(store: Store, session: Session): Promise<Session | null> {
  const audio = await store.repairAudio(session.id);
  if (audio === null) return null;
  const startedAt = session.started_at ?? session.created_at;
  return {
    ...session,
    started_at: startedAt,
    // Nobody has noted when the last sound came: that much later at the earliest.
    ended_at: session.ended_at ?? later(startedAt, audio.durationMs),
    audio_path: store.audioPath(session.id),
    duration_ms: Math.round(audio.durationMs),
  };
}

async function takeUp(session: Session, parts: Parts, dictations: Dictations): Promise<void> {
  const { store, log } = parts;
  const mended = await mend(store, session);
  if (mended === null) {
    // A text from before, whose recording somebody has removed, is no reason to lose it.
    if (session.text === null) await store.discard(session.id);
    else store.save({ ...session, status: 'done', audio_path: null });
    return;
  }
  const seconds = Math.round((mended.duration_ms ?? 0) / 1000);
  log.write('warn', `recovered a dictation of ${seconds} s that was interrupted`, session.id);
  dictations.enqueue({
    draft: { ...mended, recovered: true },
    means: late(chooseMeans(parts, session.id, engineOf(mended, parts.settings())), 0),
  });
}

/** Nobody knows whether the text has arrived: the person is told of it, and nothing is overwritten. */
function offer(session: Session, { store, feed, log }: Parts): void {
  const { id, text, timings_ms: timings } = session;
  const told = { ...session, recovered: true, timings_ms: { ...timings, delivery: 0 } };
  store.save(told);
  feed.announce(
    'session_done',
    { text: text ?? '', timings_ms: told.timings_ms, recovered: true, late: true },
    id,
  );
  log.write('warn', 'recovered a text whose delivery was interrupted: whis copy', id);
}

/** A moment, ISO 8601 in UTC, so many milliseconds later. */
function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
