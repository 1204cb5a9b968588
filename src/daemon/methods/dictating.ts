import { randomUUIDv7 } from 'node:crypto';

import { importAudio } from '../../audio/index.ts';
import type { Transcript } from '../../core/ports.ts';
import { Ladder } from '../../engines/ladder.ts';
import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { Session } from '../../protocol/session.ts';
import type { Overrides } from '../../protocol/settings.ts';
import { chooseMeans, draft } from '../means.ts';
import type { Parts } from '../parts.ts';
import { mend } from '../recovery.ts';
import type { SessionIds } from '../session-ids.ts';
import type { Doings } from './all.ts';
import type { Methods } from './methods.ts';

type Dictating =
  | 'toggle'
  | 'start_session'
  | 'stop_session'
  | 'cancel_session'
  | 'restart_session'
  | 'pause'
  | 'resume';

/** The requests that move the state machine. */
export function dictatingMethods(
  parts: Parts,
  ids: SessionIds,
  { counters, release }: Pick<Doings, 'counters' | 'release'>,
): Methods<Dictating> {
  const { dictations, store } = parts;

  const beginning = (id: string, overrides: Overrides) => () => ({
    draft: draft(parts, id, overrides),
    means: chooseMeans(parts, id, overrides),
  });

  return {
    async toggle(overrides) {
      refuseFile(overrides);
      const newId = randomUUIDv7();
      const { while_transcribing } = parts.settings();
      const { from, id, ignored } = await dictations.toggle(
        beginning(newId, overrides),
        newId,
        while_transcribing,
      );
      return {
        type: 'toggled',
        from,
        to: dictations.state,
        session_id: id,
        ignored: ignored !== null,
        ...(ignored === null ? {} : { reason: ignored }),
        ...(id === newId ? warning(chooseMeans(parts, newId, overrides)) : {}),
      };
    },
    async start_session(overrides) {
      const id = randomUUIDv7();
      const { input_file: path } = overrides;
      if (path !== undefined) {
        const made = beginning(id, { ...overrides, label: overrides.label ?? path })();
        const { programs } = parts.host;
        dictations.enqueue({
          ...made,
          read: (append, signal) => importAudio(path, append, { programs, signal }),
        });
      } else {
        await dictations.start(beginning(id, overrides), id);
      }
      return {
        type: 'session_started',
        session_id: id,
        log_path: store.logPath(id),
        ...warning(chooseMeans(parts, id, overrides)),
      };
    },
    stop_session({ session_id: word, wait = false }) {
      const { id, ended } = dictations.stop(word === undefined ? undefined : ids.find(word));
      if (!wait) return { type: 'session_stopped', session_id: id };
      return ended.then((session) => ({
        type: 'session_stopped',
        session_id: id,
        ...outcome(session),
      }));
    },
    async cancel_session({ session_id: word }) {
      const id = await dictations.cancel(word === undefined ? undefined : ids.find(word));
      return { type: 'session_cancelled', session_id: id };
    },
    async restart_session({ session_id: word, ...overrides }) {
      await release(ids.find(word));
      const found = ids.session(word);
      if (dictations.isBusy(found.id)) {
        throw new WhisError(
          'session_busy',
          `Session ${found.id} is being worked on. Wait, or cancel it: whis cancel`,
        );
      }
      // One that looks unfinished has ended while the disk was full: its end could not be saved.
      const session = isOver(found) ? found : ((await mend(store, found)) ?? found);
      const said = rewordable(session, overrides);
      if (session.audio_path === null && said === null) {
        throw new WhisError(
          'audio_missing',
          `The audio of session ${session.id} is not kept any more: it cannot be transcribed again.`,
        );
      }
      const { language = session.language } = overrides;
      const preset = parts.text.presetOf(overrides, session.preset, parts.settings());
      dictations.enqueue({
        draft: { ...session, language, preset },
        means: chooseMeans(parts, session.id, overrides),
        ...(said && { said }),
      });
      parts.feed.announce('session_restarted', {}, session.id);
      return { type: 'session_restarted', session_id: session.id };
    },
    pause() {
      dictations.pause();
      return { type: 'ok', state: dictations.state };
    },
    resume() {
      if (dictations.resume()) counters.resumes += 1;
      return { type: 'ok', state: dictations.state };
    },
  };
}

/** What the engine has said, where nothing but another preset is asked for: that needs no engine. */
function rewordable(
  { raw_text: text, segments }: Session,
  { preset, ...others }: Overrides,
): Transcript | null {
  const isAll = Object.values(others).every((value) => value === undefined);
  return preset !== undefined && isAll && text !== null ? { text, segments } : null;
}

function isOver({ status }: Session): boolean {
  return status !== 'recording' && status !== 'transcribing';
}

/** How a session ended; one in which nothing was recorded counts as cancelled. */
function outcome(session: Session | null) {
  if (session === null)
    return { status: 'cancelled', text: null, error: null, delivered: [] } as const;
  const { status, text, error, timings_ms, delivered } = session;
  return { status, text, error, timings_ms, delivered };
}

function refuseFile({ input_file }: Overrides): void {
  if (input_file === undefined) return;
  throw new WhisError(
    'invalid_request',
    'toggle: “input_file” goes with start_session only. Transcribe it: whis transcribe FILE',
  );
}

/** What the person should know before speaking: the audio is kept, but nothing can transcribe it. */
function warning(means: ReturnType<typeof chooseMeans>): { warning?: string } {
  try {
    const engine = means.engine();
    const { problem = null } = engine;
    // Where the first of several fails, another takes the same audio.
    return problem === null || engine instanceof Ladder ? {} : { warning: problem };
  } catch (thrown) {
    return { warning: asWhisError(thrown).message };
  }
}
