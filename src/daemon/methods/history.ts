import { readWaveform } from '../../audio/index.ts';
import { WhisError } from '../../protocol/errors.ts';
import { exportSession } from '../../text/export.ts';
import { deliver } from '../delivery.ts';
import { chooseMeans } from '../means.ts';
import type { Parts } from '../parts.ts';
import type { SessionIds } from '../session-ids.ts';
import type { Methods } from './methods.ts';

/** As many as a small drawing has pixels. */
const defaultPoints = 400;

type History =
  | 'get_session'
  | 'list_sessions'
  | 'delete_session'
  | 'undo'
  | 'deliver_session'
  | 'export_session'
  | 'get_waveform';

/** The requests about sessions that are there already. */
export function historyMethods(parts: Parts, ids: SessionIds, tidy: () => void): Methods<History> {
  const { store, dictations, feed, clock, host } = parts;
  return {
    get_session({ session_id: word }) {
      return { type: 'session', session: ids.session(word) };
    },
    export_session({ session_id: word, format }) {
      const session = ids.session(word);
      return {
        type: 'session_exported',
        session_id: session.id,
        format,
        content: exportSession(session, format),
      };
    },
    async get_waveform({ session_id: word, points = defaultPoints }) {
      const { id, audio_path: path } = ids.session(word);
      if (path === null)
        throw new WhisError('audio_missing', `The audio of session ${id} is not kept any more.`);
      const { durationMs, peaks } = await readWaveform(path, points);
      return { type: 'waveform', session_id: id, duration_ms: durationMs, peaks };
    },
    list_sessions(query) {
      return { type: 'session_list', ...store.list(query) };
    },
    async delete_session({ session_id: word, audio_only: audioOnly = false }) {
      const id = ids.find(word);
      if (dictations.isBusy(id)) {
        throw new WhisError(
          'session_busy',
          `Session ${id} is being recorded or transcribed. End it first: whis cancel ${id}`,
        );
      }
      if (audioOnly) await store.deleteAudio(id);
      else store.hide(id, clock.now());
      feed.announce('session_deleted', { audio_only: audioOnly }, id);
      tidy();
      return { type: 'session_deleted', session_id: id };
    },
    undo({ session_id: word = 'last' }) {
      const id = ids.findUndoable(word);
      const found = id === null ? null : store.undoable(id);
      if (!found) {
        const which = word === 'last' ? '' : ` for session ${word}`;
        throw new WhisError(
          'nothing_to_undo',
          `No cancel or delete can be taken back${which}. What is kept: whis list`,
        );
      }
      const { session, what } = found;
      if (what === 'delete') store.restore(session.id);
      else dictations.enqueue({ draft: session, means: chooseMeans(parts, session.id, {}) });
      feed.announce('session_restored', {}, session.id);
      return { type: 'session_restored', session_id: session.id };
    },
    async deliver_session({ session_id: word, output }) {
      const session = ids.session(word);
      if (!session.text) {
        throw new WhisError(
          'delivery_failed',
          `Session ${session.id} has no text. Transcribe it: whis retry ${session.id}`,
        );
      }
      const settings = parts.settings();
      const outputs = output ?? settings.output;
      const { custody } = parts;
      const results = await deliver(session.text, outputs, { host, clock, custody, settings });
      for (const result of results) feed.announce('delivered', result, session.id);
      const delivered = results.map(({ to, confirmed, at }) => ({ to, confirmed, at }));
      // Read again: the session may have moved on while the text was on its way.
      const now = store.get(session.id);
      if (now && !dictations.isBusy(now.id))
        store.save({ ...now, delivered: [...now.delivered, ...delivered] });
      const failed = results.find(({ error }) => error !== null);
      if (failed?.error) throw new WhisError('delivery_failed', failed.error.message);
      return { type: 'session_delivered', session_id: session.id, delivered };
    },
  };
}
