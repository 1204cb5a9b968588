import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { pressKeys, startDisplay, type Display } from '../fixtures/display.ts';
import { dictate } from '../fixtures/dictate.ts';
import { Home, type Client } from '../fixtures/home.ts';
import { makeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';
import { openTextWindow, type TextWindow } from '../fixtures/text-window.ts';

const heard = /^heard \d+ milliseconds$/;

let display: Display;
let home: Home;
let client: Client;
let window: TextWindow;

beforeAll(async () => {
  display = await startDisplay();
});

afterAll(() => display.close());

beforeEach(async () => {
  home = await Home.make(display.env);
  window = await openTextWindow(display);
});

afterEach(async () => {
  await client.close();
  await window.close();
  await home.close();
});

/** Starts a daemon; `env` is what of its environment is another. */
async function listen(settings: object, env: Record<string, string> = {}): Promise<void> {
  const recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: ['paste'], ...settings });
  const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 30 });
  const daemon = home.with(env).start('listen', '--input', input);
  await daemon.prints('whis toggle. End');
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
}

/** A folder with these programs and no others. */
async function onlyPrograms(...names: string[]): Promise<string> {
  const folder = join(home.folder, 'bin');
  await mkdir(folder, { recursive: true });
  for (const name of names) await symlink(placeOf(name), join(folder, name));
  return folder;
}

function placeOf(name: string): string {
  return openPrograms({ env: process.env, platform: 'linux' }).find(name) ?? name;
}

async function clipboard(): Promise<string> {
  const programs = openPrograms({ env: { ...process.env, ...display.env }, platform: 'linux' });
  const read = ['xclip', '-selection', 'clipboard', '-out'];
  const { stdout } = await programs.run(read, { deadlineMs: 5000 });
  return Buffer.from(stdout).toString();
}

describe('a dictation on X11', () => {
  it('is pasted into the window that has the focus, and stays on the clipboard', async () => {
    await listen({});
    const { text, delivered } = await dictate(client);
    expect(text).toMatch(heard);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: null }]);
    await expect.poll(() => window.text()).toBe(text);
    expect(await clipboard()).toBe(text);
  });

  it('is pasted though the keys of the shortcut are still held', async () => {
    await listen({ hotkey: 'ctrl+shift+alt+r' });
    await expect.poll(async () => (await client.call('status')).hotkey.armed).toBe(true);
    const held = ['ctrl', 'shift', 'alt'];
    await pressKeys(display, ['key', 'ctrl+shift+alt+r']);
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 300);
    await pressKeys(display, [...held.flatMap((key) => ['keydown', key]), 'key', 'r']);
    await client.event(({ event }) => event === 'delivered');
    await expect.poll(() => window.text()).toMatch(heard);
    await pressKeys(
      display,
      held.flatMap((key) => ['keyup', key]),
    );
  });

  it('is typed, key by key', async () => {
    await listen({ output: ['type'] });
    const { text, delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'type', confirmed: null }]);
    await expect.poll(() => window.text()).toBe(text);
  });

  it('is pasted with the key that is set', async () => {
    await listen({ output: [] });
    expect(await home.whis('config', 'set', 'paste_key', 'shift+insert')).toMatchObject({
      code: 0,
    });
    await client.event(({ event }) => event === 'settings_changed');
    const { id, text } = await dictate(client);
    await client.call('deliver_session', { session_id: id, output: ['paste'] });
    await expect.poll(() => window.text()).toBe(text);
  });

  it('is not pasted where another text is on the clipboard', async () => {
    const real = placeOf('xclip');
    await mkdir(join(home.folder, 'bin'));
    await home.program(
      'bin/xclip',
      `#!/bin/sh\ncase " $* " in *" -in "*) printf older | ${real} "$@" ;; *) exec ${real} "$@" ;; esac\n`,
    );
    await listen({}, { PATH: `${join(home.folder, 'bin')}:${process.env['PATH']}` });
    const { delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: false }]);
    expect(await clipboard()).toBe('older');
    // What had been pressed before this key would be in the window before it.
    await pressKeys(display, ['key', 'x']);
    await expect.poll(() => window.text()).toBe('x');
  });

  it('stays on the clipboard where nothing can press keys, and says what to install', async () => {
    await listen({}, { PATH: await onlyPrograms('xclip', 'stat', 'rm') });
    const { status, text, delivered } = await dictate(client);
    expect({ status, delivered }).toMatchObject({
      status: 'done',
      delivered: [{ to: 'paste', confirmed: false }],
    });
    expect(await clipboard()).toBe(text);
    const told = await client.event(({ event }) => event === 'delivered');
    expect(told.data).toMatchObject({
      error: {
        code: 'delivery_failed',
        message: expect.stringContaining('the package xdotool. The text is on the clipboard'),
      },
    });
  });
});
