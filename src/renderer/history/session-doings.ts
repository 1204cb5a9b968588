import type { AppContext } from '../app-context.ts';
import type { ExportFormat } from '../../protocol/requests.ts';
import type { EngineChoice } from '../../protocol/settings.ts';

/** What a person can do with a session of the history. */
export interface SessionDoings {
  readonly copy: (id: string) => void;
  readonly retry: (id: string, engine?: EngineChoice) => void;
  readonly undo: (id: string) => void;
  readonly exportAs: (id: string, format: ExportFormat) => void;
  readonly remove: (id: string) => void;
}

/** The doings, each telling what became of it. */
export function sessionDoings({ ask, attempt, toasts }: AppContext): SessionDoings {
  const undo = (id: string) => void attempt(() => ask('undo', { session_id: id }));
  return {
    undo,
    copy: (id) =>
      void attempt(async () => {
        await ask('deliver_session', { session_id: id, output: ['clipboard'] });
        toasts.say('Copied');
      }),
    retry: (id, engine) =>
      void attempt(() => ask('restart_session', { session_id: id, ...(engine && { engine }) })),
    exportAs: (id, format) =>
      void attempt(async () => {
        const { is_done: isDone } = await ask('app_export', { session_id: id, format });
        if (isDone) toasts.say('Exported');
      }),
    remove: (id) =>
      void attempt(async () => {
        await ask('delete_session', { session_id: id });
        toasts.say('Dictation deleted', { label: 'Undo', run: () => undo(id) });
      }),
  };
}
