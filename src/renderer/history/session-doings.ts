import type { AppContext } from '../app-context.ts';
import type { ExportFormat } from '../../protocol/requests.ts';
import type { Overrides } from '../../protocol/settings.ts';

const deleted = 'Dictation deleted';

/** What a person can do with a session of the history. */
export interface SessionDoings {
  readonly copy: (id: string) => void;
  /** With another engine or another preset than the usual one; with nothing but a preset, no engine is asked. */
  readonly retry: (id: string, wanted?: Pick<Overrides, 'engine' | 'preset'>) => void;
  readonly undo: (id: string) => void;
  /** Takes back the newest delete of this window; nothing when there is none. */
  readonly undoDelete: () => void;
  readonly exportAs: (id: string, format: ExportFormat) => void;
  readonly remove: (id: string) => void;
}

/** The doings, each telling what became of it. */
export function sessionDoings({ ask, attempt, toasts, history }: AppContext): SessionDoings {
  const undo = (id: string) => void attempt(() => ask('undo', { session_id: id }));
  const undoDelete = (id: string) =>
    void attempt(async () => {
      await ask('undo', { session_id: id });
      toasts.say('Dictation restored');
    });
  return {
    undo,
    undoDelete() {
      const id = history.lastDeleted;
      if (id === null) return;
      toasts.take(deleted);
      undoDelete(id);
    },
    copy: (id) =>
      void attempt(async () => {
        await ask('deliver_session', { session_id: id, output: ['clipboard'] });
        toasts.say('Copied');
      }),
    retry: (id, wanted) =>
      void attempt(() => ask('restart_session', { session_id: id, ...wanted })),
    exportAs: (id, format) =>
      void attempt(async () => {
        const { is_done: isDone } = await ask('app_export', { session_id: id, format });
        if (isDone) toasts.say('Exported');
      }),
    remove: (id) =>
      void attempt(async () => {
        await ask('delete_session', { session_id: id });
        history.noteDeleted(id);
        toasts.say(deleted, { label: 'Undo', run: () => undoDelete(id) });
      }),
  };
}
