import { expect, it } from 'vitest';

import type { Hotkey, HotkeyEvents } from '../../src/core/ports.ts';
import { ToldHotkey } from '../../src/main/told-hotkey.ts';
import type { HotkeyStatus } from '../../src/protocol/status.ts';

const idle: HotkeyStatus = {
  accelerator: null,
  backend: null,
  armed: false,
  reason: 'no shortcut is set',
  last_event_at: null,
};

function open() {
  let status = idle;
  const doings: string[] = [];
  const told: HotkeyStatus[] = [];
  let press = () => {};
  const events: HotkeyEvents = {
    pressed: () => void doings.push('pressed'),
    released: () => void doings.push('released'),
    escaped: () => {},
    lost: () => {},
  };
  const hotkey = new ToldHotkey(events, {
    open(heard): Hotkey {
      press = () => {
        status = { ...status, last_event_at: '2026-01-12T10:00:00.000Z' };
        heard.pressed();
        heard.released();
      };
      return {
        status: () => status,
        async arm({ accelerator }) {
          status = { ...status, accelerator, armed: true, backend: 'electron', reason: null };
        },
        close: async () => void doings.push('closed'),
      };
    },
    tell(now) {
      told.push(now);
      doings.push('told');
    },
  });
  return { hotkey, told, doings, press: () => press() };
}

it('tells once something else is listened for', async () => {
  const { hotkey, told } = open();
  await hotkey.arm({ accelerator: 'ctrl+d', needsRelease: false, needsEscape: false });
  expect(told).toMatchObject([{ accelerator: 'ctrl+d', armed: true }]);
});

it('does first what a press is for, then tells of it, and says nothing of letting go', async () => {
  const { hotkey, told, doings, press } = open();
  press();
  expect(doings).toEqual(['pressed', 'told', 'released']);
  expect(told).toEqual([hotkey.status()]);
  await hotkey.close();
  expect(doings.at(-1)).toBe('closed');
});
