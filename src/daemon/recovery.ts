import type { Dictations } from './dictations.ts';
import { chooseMeans } from './means.ts';
import type { Parts } from './parts.ts';

/**
 * Takes up what an end of the daemon interrupted: repairs its audio and puts it into the queue. Its
 * text goes to the history and is announced, not to the clipboard: by now the person does something
 * else. A session in which nothing was recorded is discarded. Doing it twice does no harm.
 */
export async function recover(parts: Parts, dictations: Dictations): Promise<void> {
  const { store, log } = parts;
  for (const session of store.unfinished()) {
    const audio = await store.repairAudio(session.id);
    if (audio === null) {
      // Another preset was working on it: the text that was there before is still good.
      if (session.text !== null) store.save({ ...session, status: 'done' });
      else await store.discard(session.id);
      continue;
    }
    log.write(
      'warn',
      `recovered a dictation of ${Math.round(audio.durationMs / 1000)} s that was interrupted`,
      session.id,
    );
    const startedAt = session.started_at ?? session.created_at;
    const recovered = {
      ...session,
      started_at: startedAt,
      // Nobody has noted when the last sound came: that much later at the earliest.
      ended_at: session.ended_at ?? later(startedAt, audio.durationMs),
      audio_path: store.audioPath(session.id),
      duration_ms: Math.round(audio.durationMs),
      recovered: true,
    };
    dictations.enqueue({
      draft: recovered,
      means: { ...chooseMeans(parts, session.id, {}), deliver: () => Promise.resolve([]) },
    });
  }
}

/** A moment, ISO 8601 in UTC, so many milliseconds later. */
function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
