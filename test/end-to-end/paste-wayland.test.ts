import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { dictate, listenToTone } from '../fixtures/dictate.ts';
import { Home, type Client } from '../fixtures/home.ts';
import { startSway, whyNoSway, type Sway } from '../fixtures/sway.ts';
import { openTerminal, type TextWindow } from '../fixtures/text-window.ts';

const missing = whyNoSway();

let sway: Sway;
let home: Home;
let client: Client;
let terminal: TextWindow;

beforeEach(async ({ skip }) => {
  skip(missing !== null, missing ?? '');
  sway = await startSway();
  home = await Home.make(sway.env);
  terminal = await openTerminal(sway, home.folder);
});

afterEach(async () => {
  if (missing !== null) return;
  await client.close();
  await terminal.close();
  await home.close();
  await sway.close();
});

async function listen(settings: object): Promise<void> {
  ({ client } = await listenToTone(home, settings, '--hotkey=none'));
}

async function clipboard(): Promise<string> {
  const programs = openPrograms({ env: home.env, platform: 'linux' });
  const { stdout } = await programs.run(['wl-paste', '--no-newline'], { deadlineMs: 5000 });
  return Buffer.from(stdout).toString();
}

describe('a dictation on Wayland', () => {
  it('is pasted into the terminal that has the focus, and stays on the clipboard', async () => {
    await listen({ output: ['paste'], paste_key: 'ctrl+shift+v' });
    const { text, delivered } = await dictate(client);
    expect(text).toMatch(/^heard \d+ milliseconds$/);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: null }]);
    await expect.poll(() => terminal.text()).toBe(text);
    expect(await clipboard()).toBe(text);
  });

  it('gives back what was on the clipboard once it is pasted', async () => {
    const programs = openPrograms({ env: home.env, platform: 'linux' });
    const copy = { deadlineMs: 5000, input: 'former', ignoreOutput: true };
    await programs.run(['wl-copy', '--type', 'text/plain'], copy);
    await listen({ output: ['paste'], paste_key: 'ctrl+shift+v', restore_clipboard: true });
    const { text } = await dictate(client);
    await expect.poll(() => terminal.text()).toBe(text);
    await expect.poll(clipboard).toBe('former');
  });

  it('is typed, key by key', async () => {
    await listen({ output: ['type'] });
    const { text, delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'type', confirmed: null }]);
    await expect.poll(() => terminal.text()).toBe(text);
  });

  it('has its tools in the doctor’s report', async () => {
    await listen({});
    const { stdout } = await home.whis('doctor');
    expect(stdout).toMatch(/✓ clipboard +wl-copy\n✓ paste +wtype\n✓ hotkey +Wayland/u);
  });
});
