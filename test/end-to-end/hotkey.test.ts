import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { listenToTone } from '../fixtures/dictate.ts';
import { pressKeys, startDisplay, type Display } from '../fixtures/display.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';

let display: Display;
let home: Home;
let daemon: Daemon;
let client: Client;

beforeAll(async () => {
  display = await startDisplay();
});

afterAll(() => display.close());

beforeEach(async () => {
  home = await Home.make(display.env);
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** Starts a daemon with a shortcut; the settings name it where the command line does not. */
async function listen(...options: string[]): Promise<void> {
  ({ daemon, client } = await listenToTone(home, { output: [] }, ...options));
}

const press = (keys: string) => pressKeys(display, ['key', keys]);

async function expectState(state: string): Promise<void> {
  await expect.poll(async () => (await client.call('status')).state).toBe(state);
}

describe('the shortcut', () => {
  it('starts a dictation, ends it at the next press, and is told in the status', async () => {
    await listen('--hotkey', 'ctrl+shift+r');
    expect(daemon.printed).toContain('shortcut: ctrl+shift+r\n');
    const { hotkey } = await client.call('status');
    expect(hotkey).toEqual({
      accelerator: 'ctrl+shift+r',
      backend: 'uiohook',
      armed: true,
      reason: null,
      last_event_at: null,
    });
    const before = Date.now();
    await press('ctrl+shift+r');
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 200);
    expect(await client.call('status')).toMatchObject({ state: 'recording' });
    await press('ctrl+shift+r');
    await client.event(({ event }) => event === 'session_done');
    await expectState('idle');
    const pressedAt = (await client.call('status')).hotkey.last_event_at ?? '';
    expect(Date.parse(pressedAt)).toBeGreaterThanOrEqual(before);
    expect((await home.whis('last')).stdout).toMatch(/^heard \d+ milliseconds\n$/);
    expect((await home.whis('status')).stdout).toContain('hotkey      ctrl+shift+r (uiohook)\n');
  });

  it('changes with its setting at once, without a restart', async () => {
    await listen();
    expect((await client.call('status')).hotkey).toMatchObject({
      accelerator: 'ctrl+shift+r',
      armed: true,
    });
    expect(await home.whis('config', 'set', 'hotkey', 'ctrl+alt+d')).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await client.call('status')).hotkey)
      .toMatchObject({ accelerator: 'ctrl+alt+d', armed: true });
    await press('ctrl+shift+r');
    await press('ctrl+alt+d');
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 200);
    await home.whis('cancel');
    const started = client.events.filter(({ event }) => event === 'session_started');
    expect(started).toHaveLength(1);

    expect(await home.whis('config', 'set', 'hotkey', 'null')).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await client.call('status')).hotkey)
      .toMatchObject({ accelerator: null, armed: false });
    await expect
      .poll(() => home.processes().filter(({ command }) => command.includes('hotkey')))
      .toEqual([]);
  });

  it('that is none at all is told in the status, with what is allowed', async () => {
    await listen();
    const refused = await home.whis('config', 'set', 'hotkey', 'ctrl+shift+nonsense');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('has the part “nonsense”. Allowed are');
    // Written by hand, it is believed to be meant.
    await home.settings({ output: [], hotkey: 'ctrl+shift+nonsense' });
    await expect
      .poll(async () => (await client.call('status')).hotkey)
      .toMatchObject({
        accelerator: 'ctrl+shift+nonsense',
        backend: null,
        armed: false,
        reason: expect.stringContaining('has the part “nonsense”. Allowed are') as string,
      });
    expect((await home.whis('status')).stdout).toContain('ctrl+shift+nonsense is not listened for');
  });

  it('whose listener dies is listened for again', async () => {
    await listen();
    const listener = () =>
      home.processes().find(({ command }) => command.includes('hotkey.mjs'))?.pid;
    const pid = listener() ?? 0;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => listener() ?? pid, { timeout: 10_000 }).not.toBe(pid);
    await expect.poll(async () => (await client.call('status')).hotkey.armed).toBe(true);
    await press('ctrl+shift+r');
    await expectState('recording');
  });
});
