import { beforeEach, expect, it, vi } from 'vitest';

import type { Hotkey, HotkeyWish } from '../../src/core/ports.ts';

const { keys } = vi.hoisted(() => ({
  keys: { registered: new Map<string, () => void>(), taken: new Set<string>() },
}));

vi.mock('electron', () => ({
  globalShortcut: {
    register(accelerator: string, pressed: () => void) {
      if (accelerator === 'no+such') throw new TypeError('conversion failure');
      if (keys.taken.has(accelerator)) return false;
      keys.registered.set(accelerator, pressed);
      return true;
    },
    unregisterAll: () => keys.registered.clear(),
  },
}));

const { ElectronHotkey } = await import('../../src/main/shortcut.ts');

const wish = (accelerator: string | null, more: Partial<HotkeyWish> = {}): HotkeyWish => ({
  accelerator,
  needsRelease: false,
  needsEscape: false,
  ...more,
});

beforeEach(() => {
  keys.registered.clear();
  keys.taken.clear();
});

function open(findObstacle = async (): Promise<string | null> => null) {
  const wishes: HotkeyWish[] = [];
  const hookStatus = {
    accelerator: 'x',
    backend: 'uiohook',
    armed: true,
    reason: null,
    last_event_at: null,
  };
  const hook: Hotkey = {
    status: () => hookStatus,
    arm: async (wished) => void wishes.push(wished),
    close: async () => {},
  };
  const pressed = vi.fn<() => void>();
  const events = {
    pressed,
    released: vi.fn<() => void>(),
    escaped: vi.fn<() => void>(),
    lost: vi.fn<(reason: string) => void>(),
  };
  const hotkey = new ElectronHotkey(events, { openHook: () => hook, findObstacle });
  return { hotkey, wishes, pressed, hookStatus };
}

it('has Electron tell of a press', async () => {
  const { hotkey, pressed } = open();
  await hotkey.arm(wish('ctrl+r'));
  expect(hotkey.status()).toMatchObject({ armed: true, backend: 'electron', last_event_at: null });
  keys.registered.get('ctrl+r')?.();
  expect(pressed).toHaveBeenCalledOnce();
  expect(hotkey.status().last_event_at).not.toBeNull();
});

it('leaves the keys to the hook where letting go or Escape matters', async () => {
  const { hotkey, wishes, hookStatus } = open();
  await hotkey.arm(wish('ctrl+r'));
  const holding = wish('ctrl+r', { needsRelease: true });
  await hotkey.arm(holding);
  expect(keys.registered.size).toBe(0);
  expect(wishes.at(-1)).toBe(holding);
  expect(hotkey.status()).toBe(hookStatus);
});

it.each([
  ['no+such', 'no shortcut that Electron knows'],
  ['ctrl+taken', 'whis toggle'],
  [null, 'no shortcut is set'],
])('says why %s is not heard', async (accelerator, reason) => {
  keys.taken.add('ctrl+taken');
  const { hotkey } = open();
  await hotkey.arm(wish(accelerator));
  expect(hotkey.status()).toMatchObject({ armed: false, backend: null });
  expect(hotkey.status().reason).toContain(reason);
});

it('does not believe Electron where no portal would tell it', async () => {
  const { hotkey } = open(async () => 'there is no portal');
  await hotkey.arm(wish('ctrl+r'));
  expect(hotkey.status()).toMatchObject({ armed: false, reason: 'there is no portal' });
  expect(keys.registered.size).toBe(0);
});

it('lets go of everything when it is closed', async () => {
  const { hotkey } = open();
  await hotkey.arm(wish('ctrl+r'));
  await hotkey.close();
  expect(keys.registered.size).toBe(0);
});
