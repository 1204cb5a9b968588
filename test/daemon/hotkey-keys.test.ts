import { beforeEach, describe, expect, it } from 'vitest';

import { still, type Capture } from '../../src/core/machine.ts';
import { HotkeyKeys, hotkeyWish, isAboutHotkey } from '../../src/daemon/hotkey-keys.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import type { Settings } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { FakeClock } from '../fixtures/fakes.ts';

let capture: Capture;
let settings: Settings;
let clock: FakeClock;
let asked: string[];
let logged: string[];
let refusal: WhisError | null;
let keys: HotkeyKeys;

beforeEach(() => {
  capture = { phase: 'none' };
  settings = defaultSettings;
  clock = new FakeClock();
  asked = [];
  logged = [];
  refusal = null;
  keys = new HotkeyKeys({
    clock,
    dictations: {
      get machine() {
        return { ...still, capture };
      },
    },
    settings: () => settings,
    ask(type) {
      asked.push(type);
      return refusal ? Promise.reject(refusal) : Promise.resolve();
    },
    log: { write: (_, line) => void logged.push(line) },
  });
});

describe('hotkeyWish', () => {
  it.each([
    ['toggle', false, { needsRelease: false, needsEscape: false }],
    ['hold', false, { needsRelease: true, needsEscape: false }],
    ['tap_or_hold', true, { needsRelease: true, needsEscape: true }],
  ] as const)('of %s, with Escape %s', (hotkey_mode, escape_cancels, wish) => {
    expect(hotkeyWish({ ...defaultSettings, hotkey_mode, escape_cancels })).toEqual({
      accelerator: 'ctrl+shift+r',
      ...wish,
    });
  });

  it('changes with three settings, and with no other', () => {
    const about = Object.keys(defaultSettings).filter(isAboutHotkey);
    expect(about).toEqual(['hotkey', 'hotkey_mode', 'escape_cancels']);
  });
});

describe('the shortcut', () => {
  it('toggles', () => {
    keys.pressed();
    be('on');
    keys.released();
    keys.pressed();
    expect(asked).toEqual(['toggle', 'toggle']);
  });

  it('records while it is held', () => {
    set({ hotkey_mode: 'hold' });
    keys.pressed();
    be('on');
    keys.released();
    expect(asked).toEqual(['start_session', 'stop_session']);
  });

  it('gives up a recording whose first sound it did not wait for', () => {
    set({ hotkey_mode: 'hold' });
    keys.pressed();
    be('starting');
    keys.released();
    expect(asked).toEqual(['start_session', 'stop_session']);
  });

  it('asks for no end of what has ended by itself', () => {
    set({ hotkey_mode: 'hold' });
    keys.pressed();
    keys.released();
    expect(asked).toEqual(['start_session']);
  });

  it('tells a tap from a hold', () => {
    set({ hotkey_mode: 'tap_or_hold' });
    keys.pressed();
    be('on');
    clock.pass(100);
    keys.released();
    expect(asked).toEqual(['start_session']);
    keys.pressed();
    expect(asked).toEqual(['start_session', 'stop_session']);
  });

  it('takes the mode as it is at each press', () => {
    keys.pressed();
    be('on');
    set({ hotkey_mode: 'hold' });
    keys.released();
    expect(asked).toEqual(['toggle']);
    keys.pressed();
    expect(asked).toEqual(['toggle', 'stop_session']);
  });

  it('tells the log what was refused', async () => {
    refusal = new WhisError('paused', 'Listening is paused.');
    keys.pressed();
    await expect.poll(() => logged).toEqual(['the shortcut did nothing: Listening is paused.']);
  });
});

describe('Escape', () => {
  it.each([
    ['none', []],
    ['starting', ['cancel_session']],
    ['on', ['cancel_session']],
    ['held', []],
  ] as const)('while the capture is %s asks for %j', (phase, expected) => {
    be(phase);
    keys.escaped();
    expect(asked).toEqual(expected);
  });
});

function be(phase: Capture['phase']): void {
  capture = phase === 'none' ? { phase } : { phase, id: 'a' };
}

function set(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
}
