import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Hotkey, RunningModule } from '../../../src/core/ports.ts';
import { UiohookHotkey } from '../../../src/desktop/hotkey/uiohook.ts';
import type { DesktopSession } from '../../../src/desktop/session.ts';
import { spawnModule } from '../../../src/headless/spawn-module.ts';
import { pressKeys, startDisplay, type Display } from '../../fixtures/display.ts';

const modulePath = fileURLToPath(new URL('../../../src/desktop/hotkey/child.ts', import.meta.url));

let display: Display;
let hotkey: Hotkey;
let children: RunningModule[];
let presses: number;
/** All that was told, in order. */
let told: string[];
let losses: string[];

beforeAll(async () => {
  display = await startDisplay();
});
afterAll(() => display.close());
beforeEach(() => {
  children = [];
  presses = 0;
  told = [];
  losses = [];
  hotkey = open();
});
afterEach(() => hotkey.close());

function wish(accelerator: string | null) {
  return { accelerator, needsRelease: false, needsEscape: false };
}

describe('the shortcut under X11', () => {
  it('is heard once a press, whatever has the focus', async () => {
    await hotkey.arm(wish('ctrl+shift+r'));
    expect(hotkey.status()).toEqual({
      accelerator: 'ctrl+shift+r',
      backend: 'uiohook',
      armed: true,
      reason: null,
      last_event_at: null,
    });
    await pressKeys(display, ['key', 'ctrl+shift+r']);
    await expect.poll(() => presses).toBe(1);
    await pressKeys(display, ['key', 'ctrl+shift+r', 'key', 'ctrl+shift+r']);
    await expect.poll(() => presses).toBe(3);
    expect(Date.parse(hotkey.status().last_event_at ?? '')).toBeGreaterThan(0);
  });

  it('is heard once while it is held', async () => {
    await hotkey.arm(wish('ctrl+shift+r'));
    const held = ['keydown', 'ctrl', 'keydown', 'shift', 'keydown', 'r', 'sleep', '1'];
    await pressKeys(display, [...held, 'keyup', 'r', 'keyup', 'shift', 'keyup', 'ctrl']);
    await listenedSoFar(1);
    expect(presses).toBe(2);
  });

  it('is not mistaken for other keys', async () => {
    await hotkey.arm(wish('ctrl+shift+r'));
    for (const keys of [
      'r',
      'ctrl+r',
      'shift+r',
      'ctrl+shift+alt+r',
      'super+ctrl+shift+r',
      'ctrl+shift+s',
    ])
      await pressKeys(display, ['key', keys]);
    await listenedSoFar(0);
    expect(presses).toBe(1);
  });

  it.each(['f9', 'super+F9', 'alt+;', 'ctrl+space', 'shift+f12', 'ctrl+alt+num5', 'ctrl+up'])(
    'can be %s',
    async (accelerator) => {
      await hotkey.arm(wish(accelerator));
      await pressKeys(display, ['key', xdotoolName(accelerator)]);
      await expect.poll(() => presses).toBe(1);
    },
  );

  it('can be changed, and switched off', async () => {
    await hotkey.arm(wish('ctrl+shift+r'));
    await hotkey.arm(wish('ctrl+alt+k'));
    await pressKeys(display, ['key', 'ctrl+shift+r', 'key', 'ctrl+alt+k']);
    await expect.poll(() => presses).toBe(1);
    await hotkey.arm(wish(null));
    expect(hotkey.status()).toMatchObject({ accelerator: null, armed: false, backend: null });
    expect(await Promise.all(children.map((child) => child.exited))).toHaveLength(2);
    expect(losses).toEqual([]);
  });

  it('takes the last of several changes at once', async () => {
    await Promise.all(['f1', 'f2', null, 'f3'].map((accelerator) => hotkey.arm(wish(accelerator))));
    expect(hotkey.status()).toMatchObject({ accelerator: 'f3', armed: true });
    await pressKeys(display, ['key', 'F1', 'key', 'F2', 'key', 'F3']);
    await expect.poll(() => presses).toBe(1);
  });

  it('comes back when its process is killed, and says so when that is killed too', async () => {
    await hotkey.arm(wish('ctrl+shift+r'));
    await children[0]?.kill();
    await expect.poll(() => hotkey.status().armed).toBe(false);
    await expect.poll(() => hotkey.status().armed, { timeout: 10_000 }).toBe(true);
    await pressKeys(display, ['key', 'ctrl+shift+r']);
    await expect.poll(() => presses).toBe(1);
    expect(losses).toEqual([]);

    await children[1]?.kill();
    await expect.poll(() => losses).toHaveLength(1);
    expect(losses[0]).toMatch(/was ended by SIGKILL.*Bind the command “whis toggle”/);
    expect(hotkey.status()).toMatchObject({ armed: false, backend: null, reason: losses[0] });
    expect(children).toHaveLength(2);
  });

  it('says so when the display goes away, and can be armed again', async () => {
    const other = await startDisplay();
    hotkey = open({ display: other.env.DISPLAY });
    await hotkey.arm(wish('ctrl+shift+r'));
    await other.close();
    await expect.poll(() => losses, { timeout: 10_000 }).toHaveLength(1);
    // How it fails is not the same for a display that ends as for one that is not there.
    expect(losses[0]).toContain('Bind the command “whis toggle”');
    await hotkey.arm(wish('f9'));
    expect(hotkey.status()).toMatchObject({ accelerator: 'f9', armed: false });
    expect(losses).toHaveLength(1);
  });

  it('is refused with the reason when the display does not answer', async () => {
    hotkey = open({ display: ':9999' });
    await hotkey.arm(wish('ctrl+shift+r'));
    expect(hotkey.status()).toMatchObject({
      armed: false,
      backend: null,
      reason: expect.stringMatching(/ended by SIGABRT .*XOpenDisplay failure.*whis toggle/),
    });
    expect(losses).toEqual([]);
  });

  it('is refused when its process says nothing, which is then ended', async () => {
    hotkey = open({
      path: fileURLToPath(new URL('./silent-child.ts', import.meta.url)),
      readyMs: 300,
    });
    await hotkey.arm(wish('ctrl+shift+r'));
    expect(hotkey.status().reason).toContain('was not ready within 0.3 s');
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is refused with what is wrong with its name', async () => {
    await hotkey.arm(wish('hyper+r'));
    expect(hotkey.status()).toMatchObject({
      accelerator: 'hyper+r',
      armed: false,
      reason: expect.stringContaining('has the part “hyper”'),
    });
    expect(children).toEqual([]);
  });

  it('is stopped while it is being started', async () => {
    const arming = hotkey.arm(wish('ctrl+shift+r'));
    await hotkey.close();
    await arming;
    expect(hotkey.status()).toMatchObject({ accelerator: null, armed: false });
    await Promise.all(children.map((child) => child.exited));
    expect(losses).toEqual([]);
  });
});

describe('letting go, or Escape', () => {
  const hold = { accelerator: 'ctrl+shift+r', needsRelease: true, needsEscape: true };
  const down = ['keydown', 'ctrl', 'keydown', 'shift', 'keydown', 'r'];
  const up = ['keyup', 'ctrl', 'keyup', 'shift', 'keyup', 'r'];

  it.each([
    ['the key first', ['keyup', 'r', 'keyup', 'shift', 'keyup', 'ctrl']],
    ['a modifier first', ['keyup', 'shift', 'keyup', 'r', 'keyup', 'ctrl']],
    ['the other modifier first, the key long after', ['keyup', 'ctrl', 'sleep', '0.8', ...up]],
  ])('is told once, with %s', async (_, release) => {
    await hotkey.arm(hold);
    await pressKeys(display, [...down, 'sleep', '0.8']);
    await expect.poll(() => told).toEqual(['pressed']);
    await pressKeys(display, release);
    await expect.poll(() => told).toEqual(['pressed', 'released']);
    await pressKeys(display, [...down, ...up]);
    await expect.poll(() => told).toEqual(['pressed', 'released', 'pressed', 'released']);
  });

  it('is heard with and without the shortcut held; Escape with other keys is not', async () => {
    await hotkey.arm(hold);
    await pressKeys(display, ['key', 'ctrl+Escape', 'key', 'a', 'key', 'Escape']);
    await expect.poll(() => told).toEqual(['escaped']);
    await pressKeys(display, [...down, 'key', 'Escape', ...up]);
    await expect.poll(() => told).toEqual(['escaped', 'pressed', 'escaped', 'released']);
  });

  it('is told only where it is wished for', async () => {
    await hotkey.arm({ ...hold, needsRelease: false });
    await pressKeys(display, [...down, ...up, 'key', 'Escape']);
    await expect.poll(() => told).toEqual(['pressed', 'escaped']);
    await hotkey.arm({ ...hold, needsEscape: false });
    await pressKeys(display, ['key', 'Escape', ...down, ...up]);
    await expect.poll(() => told.slice(2)).toEqual(['pressed', 'released']);
  });

  it('needs no shortcut for Escape', async () => {
    await hotkey.arm({ accelerator: null, needsRelease: true, needsEscape: true });
    expect(hotkey.status()).toMatchObject({ armed: false, reason: 'no shortcut is set' });
    await pressKeys(display, ['key', 'ctrl+shift+r', 'key', 'Escape']);
    await expect.poll(() => told).toEqual(['escaped']);
  });

  it('is told when the key goes silent without going up', async () => {
    const other = await startDisplay();
    try {
      hotkey = open({ display: other.env.DISPLAY });
      await hotkey.arm(hold);
      await pressKeys(other, [...down, 'sleep', '0.8']);
      await expect.poll(() => told).toEqual(['pressed']);
      process.kill(other.pid, 'SIGSTOP');
      await expect.poll(() => told).toEqual(['pressed', 'released']);
      await hotkey.close();
    } finally {
      process.kill(other.pid, 'SIGCONT');
      await other.close();
    }
  });

  it.each([
    ['another shortcut is wished for', () => hotkey.arm({ ...hold, accelerator: 'f9' })],
    ['its process dies', () => children[0]?.kill()],
  ])('is told when %s', async (_, happens) => {
    await hotkey.arm(hold);
    await pressKeys(display, down);
    await expect.poll(() => told).toEqual(['pressed']);
    await happens();
    await pressKeys(display, up);
    await expect.poll(() => told).toEqual(['pressed', 'released']);
  });

  it('is not told any more at the end', async () => {
    await hotkey.arm(hold);
    await pressKeys(display, down);
    await expect.poll(() => told).toEqual(['pressed']);
    await hotkey.close();
    await pressKeys(display, up);
    expect(told).toEqual(['pressed']);
  });
});

it.each<DesktopSession>([
  { kind: 'none' },
  { kind: 'wayland', display: null, desktop: 'sway' },
  { kind: 'wayland', display: ':0', desktop: 'GNOME' },
])('starts nothing where it could hear nothing: $kind $desktop', async (session) => {
  hotkey = open({ session });
  await hotkey.arm(wish('ctrl+shift+r'));
  expect(hotkey.status()).toMatchObject({
    accelerator: 'ctrl+shift+r',
    armed: false,
    reason: expect.stringContaining('whis toggle'),
  });
  expect(children).toEqual([]);
});

function open(
  given: { display?: string; session?: DesktopSession; path?: string; readyMs?: number } = {},
): Hotkey {
  const DISPLAY = given.display ?? display.env.DISPLAY;
  return new UiohookHotkey({
    session: given.session ?? { kind: 'x11', display: DISPLAY },
    spawnModule(name) {
      const env = { DISPLAY };
      const child = spawnModule(name, { modulePath: () => given.path ?? modulePath, env });
      children.push(child);
      return child;
    },
    events: {
      pressed() {
        presses += 1;
        told.push('pressed');
      },
      released: () => told.push('released'),
      escaped: () => told.push('escaped'),
      lost: (reason) => losses.push(reason),
    },
    ...(given.readyMs !== undefined && { readyMs: given.readyMs }),
  });
}

/** Presses the shortcut and waits for it: then everything that was pressed before has been heard too. */
async function listenedSoFar(heard: number): Promise<void> {
  await pressKeys(display, ['key', 'ctrl+shift+r']);
  await expect.poll(() => presses).toBeGreaterThan(heard);
}

function xdotoolName(accelerator: string): string {
  const names: Readonly<Record<string, string>> = { ';': 'semicolon', num5: 'KP_5', up: 'Up' };
  const parts = accelerator.split('+');
  return parts.map((part) => names[part] ?? part.replace(/^f(?=\d)/i, 'F')).join('+');
}
