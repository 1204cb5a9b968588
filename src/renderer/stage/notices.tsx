import { useState } from 'preact/hooks';

import { useApp, type AppContext } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { briefOf } from '../refusal.ts';
import type { View } from '../store.ts';

interface Notice {
  /** Another one where the same is said of another dictation. */
  readonly key: string;
  readonly text: string;
  readonly isBad: boolean;
  /** What leads on from here; null when the sentence says all. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** What is wrong, and what to do about it. What was put away stays away until it is said anew. */
export function Notices() {
  const app = useApp();
  const view = useCell(app.view);
  const info = useCell(app.info);
  const [away, putAway] = useState<readonly string[]>([]);
  const trayTrouble = info?.tray_trouble ?? null;
  const shown = noticesOf(view, trayTrouble, app).filter(({ key }) => !away.includes(key));
  if (shown.length === 0) return null;
  return (
    <ul class="notices">
      {shown.map(({ key, text, isBad, action }) => (
        <li key={key} class={isBad ? 'notice is-bad' : 'notice'}>
          <Icon name="warning" />
          <p>{text}</p>
          {action && (
            <button class="button" onClick={action.run}>
              {action.label}
            </button>
          )}
          <button
            class="button is-bare"
            aria-label="Put this notice away"
            onClick={() => putAway([...away, key])}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function noticesOf(view: View, trayTrouble: string | null, app: AppContext): Notice[] {
  const { status, ending } = view;
  const notices: Notice[] = [];
  const about = ending?.sessionId ?? status?.current_session ?? '';
  const bad = (text: string, action: Notice['action'] = null) =>
    notices.push({ key: `${about} ${text}`, text, isBad: true, action });
  const tell = (text: string, action: Notice['action'] = null) =>
    notices.push({ key: text, text, isBad: false, action });
  const sought = (label: string) => ({ label, run: () => app.seek(label) });
  if (view.goneReason !== null) bad(`The daemon has ended: ${view.goneReason}.`);
  if (status?.session?.silent)
    bad('Nothing but silence comes from the microphone. Is it muted?', sought('Microphone'));
  if (view.secondsLeft !== null)
    tell(`In ${view.secondsLeft} s the recording is ended and transcribed.`);
  if (view.trouble !== null) bad(view.trouble);
  if (ending?.kind === 'failed') {
    const { sessionId, message } = ending;
    const isKept = app.history.list.value.rows.some(({ id }) => id === sessionId);
    const retry = () =>
      void app.attempt(() => app.ask('restart_session', { session_id: sessionId }));
    bad(`The dictation failed: ${message}`, isKept ? { label: 'Retry', run: retry } : null);
  }
  if (status?.engine_error)
    bad(briefOf(status.engine_error.message), {
      label: 'Engines',
      run: () => app.page.set('engines'),
    });
  if (status && status.hotkey.accelerator !== null && !status.hotkey.armed)
    tell(`The shortcut is not heard: ${status.hotkey.reason}`, sought('Shortcut'));
  for (const text of status?.notices ?? []) tell(text);
  if (trayTrouble !== null) tell(trayTrouble);
  return notices;
}
