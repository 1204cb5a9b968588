import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { Desk } from '../fixtures/desk.ts';
import { dictate } from '../fixtures/dictate.ts';
import { pressKeys, startDisplay, type Display } from '../fixtures/display.ts';

const heard = /^heard \d+ milliseconds$/;

let display: Display;
let desk: Desk;

beforeAll(async () => {
  display = await startDisplay();
});
afterAll(() => display.close());
beforeEach(async () => {
  desk = await Desk.open(display);
});
afterEach(() => desk.close());

function placeOf(name: string): string {
  return openPrograms({ env: process.env, platform: 'linux' }).find(name) ?? name;
}

describe('a dictation on X11', () => {
  it('is pasted into the window that has the focus, and stays on the clipboard', async () => {
    const client = await desk.listen();
    const { text, delivered } = await dictate(client);
    expect(text).toMatch(heard);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: null }]);
    await expect.poll(() => desk.window.text()).toBe(text);
    expect(desk.clipboard()).toBe(text);
  });

  it('is pasted though the keys of the shortcut are still held', async () => {
    const client = await desk.listen({ hotkey: 'ctrl+shift+alt+r' });
    await expect.poll(async () => (await client.call('status')).hotkey.armed).toBe(true);
    const held = ['ctrl', 'shift', 'alt'];
    await pressKeys(display, ['key', 'ctrl+shift+alt+r']);
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 300);
    await pressKeys(display, [...held.flatMap((key) => ['keydown', key]), 'key', 'r']);
    await client.event(({ event }) => event === 'delivered');
    await expect.poll(() => desk.window.text()).toMatch(heard);
    await pressKeys(
      display,
      held.flatMap((key) => ['keyup', key]),
    );
  });

  it('is typed, key by key', async () => {
    const client = await desk.listen({ output: ['type'] });
    const { text, delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'type', confirmed: null }]);
    await expect.poll(() => desk.window.text()).toBe(text);
  });

  it('is pasted with the key that is set', async () => {
    const client = await desk.listen({ output: [] });
    expect(await desk.home.whis('config', 'set', 'paste_key', 'shift+insert')).toMatchObject({
      code: 0,
    });
    await client.event(({ event }) => event === 'settings_changed');
    const { id, text } = await dictate(client);
    await client.call('deliver_session', { session_id: id, output: ['paste'] });
    await expect.poll(() => desk.window.text()).toBe(text);
  });

  it('is not pasted where another text is on the clipboard', async () => {
    const real = placeOf('xclip');
    await desk.replace(
      'xclip',
      `case " $* " in *" -in "*) printf older | ${real} "$@" ;; *) exec ${real} "$@" ;; esac`,
    );
    const client = await desk.listen();
    const { delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: false }]);
    expect(desk.clipboard()).toBe('older');
    // What had been pressed before this key would be in the window before it.
    await pressKeys(display, ['key', 'x']);
    await expect.poll(() => desk.window.text()).toBe('x');
  });

  it('stays on the clipboard where nothing can press keys, and says what to install', async () => {
    for (const name of ['xclip', 'stat', 'rm']) await symlink(placeOf(name), join(desk.bin, name));
    const client = await desk.listen({}, { PATH: desk.bin });
    const { status, text, delivered } = await dictate(client);
    expect({ status, delivered }).toMatchObject({
      status: 'done',
      delivered: [{ to: 'paste', confirmed: false }],
    });
    expect(desk.clipboard()).toBe(text);
    const told = await client.event(({ event }) => event === 'delivered');
    expect(told.data).toMatchObject({
      error: {
        code: 'delivery_failed',
        message: expect.stringContaining('the package xdotool. The text is on the clipboard'),
      },
    });
  });
});
