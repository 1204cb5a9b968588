import type { Session } from '../protocol/session.ts';
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
      // Without audio there is nothing to take up; but a text, or a file elsewhere, is not let go of.
      if (session.text === null && session.audio_path === null) await store.discard(session.id);
      else store.save({ ...session, ...audioMissing(session) });
      continue;
    }
    log.write(
      'warn',
      `recovered a dictation of ${Math.round(audio.durationMs / 1000)} s that was interrupted`,
      session.id,
    );
    const recovered = {
      ...session,
      started_at: session.started_at ?? session.created_at,
      ended_at: session.ended_at ?? session.created_at,
      audio_path: audio.path,
      duration_ms: audio.durationMs,
      recovered: true,
    };
    dictations.enqueue({
      draft: recovered,
      means: { ...chooseMeans(parts, session.id, {}), deliver: () => Promise.resolve([]) },
    });
  }
}

/** A session whose text exists is done, whatever became of another try. */
function audioMissing({
  text,
  audio_path: path,
}: Session): Pick<Session, 'status' | 'error' | 'recovered'> {
  const message = `The recording ${path ?? ''} was gone at the last start: it cannot be transcribed any more.`;
  return {
    status: text === null ? 'failed' : 'done',
    error: { code: 'audio_missing', message },
    recovered: true,
  };
}
