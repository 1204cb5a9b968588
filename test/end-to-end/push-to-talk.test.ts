import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { listenToTone } from '../fixtures/dictate.ts';
import { pressKeys, startDisplay, type Display } from '../fixtures/display.ts';
import { Home, type Client } from '../fixtures/home.ts';

const down = ['keydown', 'ctrl', 'keydown', 'shift', 'keydown', 'r'];
const up = ['keyup', 'shift', 'keyup', 'r', 'keyup', 'ctrl'];

let display: Display;
let home: Home;
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

/** Starts a daemon that listens for ctrl+shift+r; what is spoken is in a file. */
async function listen(settings: object): Promise<void> {
  ({ client } = await listenToTone(home, { output: [], ...settings }));
  await armed();
}

async function armed(): Promise<void> {
  await expect.poll(async () => (await client.call('status')).hotkey.armed).toBe(true);
}

const press = (...words: string[]) => pressKeys(display, words);

/** Waits until so much of the running dictation was heard; gives its id. */
async function recorded(ms: number): Promise<string> {
  const seen = new Set(ended());
  const { session_id: id } = await client.event(
    ({ event, data, session_id: one }) =>
      event === 'level' && data.elapsed_ms >= ms && !seen.has(one),
  );
  return id ?? '';
}

function ended(): (string | undefined)[] {
  const ends = new Set(['session_done', 'session_cancelled']);
  return client.events.filter(({ event }) => ends.has(event)).map((event) => event.session_id);
}

describe('hold to speak', () => {
  it('records from the press to the release, and delivers', async () => {
    await listen({ hotkey_mode: 'hold' });
    await press(...down);
    const id = await recorded(500);
    expect(await client.call('status')).toMatchObject({ state: 'recording' });
    await press(...up);
    expect(await client.ended(id)).toMatchObject({
      status: 'done',
      text: expect.stringMatching(/^heard \d{3,4} milliseconds$/) as string,
    });
    await press(...down);
    const second = await recorded(300);
    expect(second).not.toBe(id);
    await press(...up);
    expect(await client.ended(second)).toMatchObject({ status: 'done' });
  });

  it('leaves nothing behind when the key is only touched', async () => {
    await listen({ hotkey_mode: 'hold' });
    await press(...down, ...up);
    await expect
      .poll(async () => (await client.call('status')).hotkey.last_event_at)
      .not.toBeNull();
    await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  });
});

describe('tap or hold', () => {
  it('goes on after a tap until the next, and ends a longer press with its release', async () => {
    await listen({ hotkey_mode: 'tap_or_hold' });
    await press(...down, ...up);
    const tapped = await recorded(800);
    await press(...down, ...up);
    expect(await client.ended(tapped)).toMatchObject({ status: 'done' });
    await press(...down);
    const held = await recorded(800);
    await press(...up);
    expect(await client.ended(held)).toMatchObject({ status: 'done' });
  });
});

describe('Escape', () => {
  it('cancels what is recorded, and undo brings it back', async () => {
    await listen({ hotkey_mode: 'hold', escape_cancels: true });
    await press('key', 'Escape');
    await press(...down);
    const id = await recorded(300);
    await press('key', 'Escape', ...up);
    await client.event(({ event }) => event === 'session_cancelled');
    expect((await client.call('get_session', { session_id: id })).session).toMatchObject({
      status: 'cancelled',
      text: null,
    });
    expect(await home.whis('undo')).toMatchObject({ code: 0 });
    await client.event(({ event }) => event === 'session_done');
    expect((await home.whis('last')).stdout).toMatch(/^heard \d+ milliseconds\n$/);
  });

  it('is nobody’s business here unless it is set', async () => {
    await listen({});
    await press('key', 'ctrl+shift+r');
    await recorded(200);
    await press('key', 'Escape');
    await recorded(600);
    expect(await client.call('status')).toMatchObject({ state: 'recording' });
  });
});

it('changes with its setting at once', async () => {
  await listen({});
  await press(...down, ...up);
  const toggled = await recorded(200);
  await press(...down, ...up);
  await client.ended(toggled);

  expect(await home.whis('config', 'set', 'hotkey_mode', 'hold')).toMatchObject({ code: 0 });
  await client.event(({ event }) => event === 'settings_changed');
  await armed();
  await press(...down);
  const held = await recorded(500);
  await press(...up);
  expect(await client.ended(held)).toMatchObject({ status: 'done' });
});
