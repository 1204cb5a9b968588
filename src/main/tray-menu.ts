import type { MenuItemConstructorOptions } from 'electron';

import type { SessionSummary } from '../protocol/session.ts';
import type { Status } from '../protocol/status.ts';

/** So much of a text fits into a menu. */
const labelCharacters = 48;

/** What the menu's entries do. */
export interface TrayActions {
  readonly toggle: () => void;
  readonly cancel: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly copy: (sessionId: string) => void;
  readonly open: (page: 'history' | 'settings') => void;
  readonly quit: () => void;
}

/** The tray's menu: its first entry is the toggle, since not every desktop tells a left click. */
export function trayMenu(
  status: Pick<Status, 'state' | 'listening'>,
  latest: readonly SessionSummary[],
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const { state } = status;
  const isCapturing = state === 'recording' || (state === 'paused' && status.listening);
  const [newest] = latest;
  return [
    {
      id: 'toggle',
      label: isCapturing ? 'Stop dictation' : 'Start dictation',
      enabled: state !== 'paused' || isCapturing,
      click: actions.toggle,
    },
    {
      id: 'cancel',
      label: 'Cancel',
      enabled: isCapturing || state === 'transcribing',
      click: actions.cancel,
    },
    state === 'paused'
      ? { id: 'resume', label: 'Resume listening', click: actions.resume }
      : {
          id: 'pause',
          label: isCapturing ? 'Hold the recording' : 'Pause listening',
          click: actions.pause,
        },
    { type: 'separator' },
    {
      id: 'copy-last',
      label: 'Copy last text',
      enabled: newest !== undefined,
      click: () => newest && actions.copy(newest.id),
    },
    ...latest.map(({ id, text }, index) => ({
      id: `copy-${index + 1}`,
      label: shortened(text ?? ''),
      click: () => actions.copy(id),
    })),
    { type: 'separator' },
    { id: 'open', label: 'Open whis', click: () => actions.open('history') },
    { id: 'settings', label: 'Settings…', click: () => actions.open('settings') },
    { type: 'separator' },
    { id: 'quit', label: 'Quit whis', click: actions.quit },
  ];
}

/** What the icon says when the pointer rests on it. */
export function trayTooltip({ state, hotkey }: Pick<Status, 'state' | 'hotkey'>): string {
  const keys = hotkey.armed && hotkey.accelerator ? ` — ${hotkey.accelerator}` : '';
  return `whis: ${state}${keys}`;
}

function shortened(text: string): string {
  const line = Array.from(text.replace(/\s+/g, ' ').trim());
  const cut =
    line.length > labelCharacters
      ? `${line.slice(0, labelCharacters - 1).join('')}…`
      : line.join('');
  // An ampersand would underline the letter behind it.
  return cut.replaceAll('&', '&&');
}
