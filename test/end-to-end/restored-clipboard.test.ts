import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { dictate } from '../fixtures/dictate.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';
import { Home, type Client } from '../fixtures/home.ts';
import { makeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';
import { openTextWindow, type TextWindow } from '../fixtures/text-window.ts';

const programs = openPrograms({ env: process.env, platform: 'linux' });

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

/** Starts a daemon that pastes, with an `xclip` of ours first on PATH if there is a script for it. */
async function listen(xclip?: string): Promise<void> {
  const { settings } = await makeRecogniser(home);
  await home.settings({ ...settings, output: ['paste'], restore_clipboard: true });
  const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 30 });
  const bin = join(home.folder, 'bin');
  await mkdir(bin);
  if (xclip !== undefined) await home.program('bin/xclip', `#!/bin/sh\n${xclip}\n`);
  const env = { PATH: `${bin}:${process.env['PATH']}` };
  client = await (await home.with(env).listen('--input', input)).connect();
  await client.call('subscribe', { events: ['all'] });
}

function copy(content: string, target = 'UTF8_STRING'): void {
  execFileSync('xclip', ['-selection', 'clipboard', '-in', '-target', target], {
    env: { ...process.env, ...display.env },
    input: content,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

function clipboard(): string {
  return execFileSync('xclip', ['-selection', 'clipboard', '-out'], {
    env: { ...process.env, ...display.env },
    encoding: 'utf8',
  });
}

describe('what was on the clipboard before a dictation was pasted', () => {
  it('is there again once the window has the text', async () => {
    copy('former “words”');
    await listen();
    const { text, delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: null }]);
    await expect.poll(() => window.text()).toBe(text);
    await expect.poll(clipboard).toBe('former “words”');
  });

  it('is not put over what somebody has copied meanwhile', async () => {
    const asked = join(home.folder, 'asked');
    const real = programs.find('xclip');
    copy('former');
    // Asked for the second time what is there, it finds what somebody has copied just now.
    await listen(
      `case " $* " in *" TARGETS "*)
  echo >>${asked}
  [ "$(wc -l <${asked})" = 2 ] && printf theirs | ${real} -selection clipboard -in >/dev/null 2>&1
esac
exec ${real} "$@"`,
    );
    const { text } = await dictate(client);
    await expect.poll(() => window.text()).toBe(text);
    await expect.poll(clipboard).toBe('theirs');
    // The next one waits until the last one is done with the clipboard.
    const next = await dictate(client);
    await expect.poll(() => window.text()).toBe(`${text}${next.text}`);
    await expect.poll(clipboard).toBe('theirs');
  });

  it('is left alone when it was a picture', async () => {
    copy('PNG', 'image/png');
    await listen();
    const { text } = await dictate(client);
    await expect.poll(() => window.text()).toBe(text);
    expect(clipboard()).toBe(text);
  });
});
