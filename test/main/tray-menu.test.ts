import { expect, it, vi } from 'vitest';

import { trayMenu, trayTooltip, type TrayActions } from '../../src/main/tray-menu.ts';
import type { SessionSummary } from '../../src/protocol/session.ts';
import type { DaemonState } from '../../src/protocol/status.ts';

const text = (id: string, words: string) => ({ id, text: words }) as SessionSummary;

function makeActions() {
  return {
    toggle: vi.fn<() => void>(),
    cancel: vi.fn<() => void>(),
    pause: vi.fn<() => void>(),
    resume: vi.fn<() => void>(),
    copy: vi.fn<TrayActions['copy']>(),
    open: vi.fn<TrayActions['open']>(),
    quit: vi.fn<() => void>(),
  } satisfies TrayActions;
}

/** Labels of what can be clicked. */
function offered(state: DaemonState, listening: boolean, latest: SessionSummary[] = []): string[] {
  return trayMenu({ state, listening }, latest, makeActions())
    .filter(({ type, enabled = true }) => type !== 'separator' && enabled)
    .map(({ label }) => label ?? '');
}

const always = ['Open whis', 'Settings…', 'Quit whis'];

it.each<[DaemonState, boolean, string[]]>([
  ['idle', true, ['Start dictation', 'Pause listening']],
  ['recording', true, ['Stop dictation', 'Cancel', 'Hold the recording']],
  ['transcribing', true, ['Start dictation', 'Cancel', 'Pause listening']],
  // A dictation that is held.
  ['paused', true, ['Stop dictation', 'Cancel', 'Resume listening']],
  ['paused', false, ['Resume listening']],
])('offers in the state %s (listening: %s) what can be done', (state, listening, entries) => {
  expect(offered(state, listening)).toEqual([...entries, ...always]);
});

it('shortens long texts, and shows an ampersand as one', () => {
  const long = `${'word '.repeat(30)}end`;
  const labels = offered('idle', true, [text('1', 'this & that\nand more'), text('2', long)]);
  expect(labels[3]).toBe('this && that and more');
  expect(Array.from(labels[4] ?? '')).toHaveLength(48);
  expect(labels[4]).toMatch(/…$/);
});

it('copies the text that was clicked, or the newest', () => {
  const actions = makeActions();
  const menu = trayMenu(
    { state: 'idle', listening: true },
    [text('newest', 'b'), text('older', 'a')],
    actions,
  );
  const click = (id: string) => {
    const item = menu.find((one) => one.id === id);
    (item as { click: () => void }).click();
  };
  click('copy-last');
  click('copy-2');
  expect(actions.copy.mock.calls).toEqual([['newest'], ['older']]);
  click('settings');
  expect(actions.open.mock.calls).toEqual([['settings']]);
});

it('says the state, and the shortcut when it is heard', () => {
  const hotkey = {
    accelerator: 'ctrl+r',
    backend: null,
    armed: true,
    reason: null,
    last_event_at: null,
  };
  expect(trayTooltip({ state: 'idle', hotkey })).toBe('whis: idle — ctrl+r');
  expect(trayTooltip({ state: 'idle', hotkey: { ...hotkey, armed: false } })).toBe('whis: idle');
  expect(trayTooltip({ state: 'paused', hotkey: { ...hotkey, accelerator: null } })).toBe(
    'whis: paused',
  );
});
