import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';

import { eventSchemas } from '../../src/daemon/events.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let home: Home;
let daemon: Daemon;
let client: Client;

beforeEach(async () => {
  home = await Home.make();
  await home.settings({
    ...(await writeRecogniser(home, 'echo words')),
    output: ['stdout'],
  });
  const wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 1 });
  daemon = await home.listen('--input', wav, '--input-speed=max');
  client = await daemon.connect();
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function speak(by: Client): Promise<string> {
  const { session_id: id } = await by.call('start_session', {});
  await expect
    .poll(async () => (await by.call('status')).session?.elapsed_ms ?? 0)
    .toBeGreaterThan(500);
  return id;
}

/** The events of a follower up to `detached`. */
async function follow(
  id?: string,
): Promise<{ follower: Client; names: () => string[]; detached: Promise<object> }> {
  const follower = await daemon.connect();
  await follower.call('attach_session', id === undefined ? {} : { session_id: id });
  return {
    follower,
    names: () => follower.events.map(({ event }) => event),
    detached: follower.reply(),
  };
}

describe('attach_session', () => {
  it('follows a recording from its beginning to its end, each event once', async () => {
    const id = await speak(client);
    const { follower, names, detached } = await follow();
    await client.call('stop_session');
    expect(await detached).toEqual({ type: 'detached', session_id: id });
    const own = names().filter((name) => name !== 'session_updated' && name !== 'log_line');
    expect(own).toEqual([
      'state_changed',
      'session_started',
      'state_changed',
      'session_done',
      'delivered',
      'state_changed',
    ]);
    const numbers = follower.events.map(({ seq }) => seq);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await follower.call('ping')).toEqual({ type: 'pong' });
    await follower.close();
  });

  it('tells the whole of a session that is done already, and detaches at once', async () => {
    const id = await speak(client);
    await client.call('stop_session', { wait: true });
    const { follower, names, detached } = await follow(id);
    expect(await detached).toEqual({ type: 'detached', session_id: id });
    expect(names()).toEqual(
      expect.arrayContaining(['session_started', 'session_done', 'delivered']),
    );
    await follower.close();
  });

  it('says that nothing is recorded', async () => {
    await expect(client.call('attach_session', {})).rejects.toMatchObject({
      code: 'not_recording',
    });
  });

  it('serves a client that has closed its side until the session is over', async () => {
    const id = await speak(client);
    const { follower, detached } = await follow(id);
    follower.socket.end();
    await client.call('stop_session');
    expect(await detached).toEqual({ type: 'detached', session_id: id });
    await follower.close();
  });
});

describe('logs', () => {
  it('gives the last lines of the daemon, of the wanted level', async () => {
    const { lines } = await client.call('logs', { lines: 5 });
    expect(lines.at(-1)).toContain('info started');
    expect((await client.call('logs', { level: 'error' })).lines).toEqual([]);
  });

  it("gives a session's events as JSON lines", async () => {
    const id = await speak(client);
    await client.call('stop_session', { wait: true });
    const { lines } = await client.call('logs', { session_id: id, lines: 50 });
    expect(lines.map((line) => (JSON.parse(line) as { session_id: string }).session_id)).toEqual(
      lines.map(() => id),
    );
  });
});

describe('subscribe', () => {
  it('sends nothing that its own description does not allow', async () => {
    await client.call('subscribe', { events: ['all'] });
    await speak(client);
    await client.call('pause');
    await client.call('resume');
    await client.call('stop_session', { wait: true });
    await client.call('set_setting', { key: 'language', value: 'de' });
    await client.call('delete_session', { session_id: 'last' });
    await client.event(({ event }) => event === 'session_deleted');
    const seen = new Set(client.events.map(({ event }) => event));
    expect([...seen].sort()).toEqual(
      expect.arrayContaining([
        'delivered',
        'level',
        'session_done',
        'session_started',
        'settings_changed',
        'state_changed',
      ]),
    );
    for (const { event, data } of client.events) expect(v.is(eventSchemas[event], data)).toBe(true);
  });

  it('makes levels only for who asked for them', async () => {
    await client.call('subscribe', { events: ['status', 'sessions'] });
    await speak(client);
    await client.call('stop_session', { wait: true });
    expect(client.events.filter(({ event }) => event === 'level')).toEqual([]);
  });

  it('is silent after unsubscribe', async () => {
    await client.call('subscribe', { events: ['all'] });
    await client.call('unsubscribe');
    await client.call('pause');
    await client.call('ping');
    expect(client.events).toEqual([]);
  });
});

describe('the description', () => {
  it('names every request and event with a JSON Schema', async () => {
    const { requests, events, protocol } = await client.call('describe');
    expect(protocol).toBe(1);
    expect(requests).toMatchObject({
      start_session: { type: 'object', additionalProperties: false },
      ping: { type: 'object' },
    });
    expect(events).toMatchObject({ state_changed: { type: 'object', required: ['from', 'to'] } });
  });
});

describe('test_microphone', () => {
  it('says how loud it was, and keeps nothing', async () => {
    const verdict = await client.call('test_microphone', { seconds: 0.5 });
    expect(verdict).toMatchObject({
      type: 'microphone_tested',
      microphone: 'default',
      silent: false,
    });
    expect(verdict.peak_dbfs).toBeGreaterThan(-20);
    expect(client.events.filter(({ event }) => event === 'level').length).toBeGreaterThanOrEqual(5);
    expect((await client.call('list_sessions', {})).sessions).toEqual([]);
  });
});

describe('export_session', () => {
  it('gives the text in the wanted form', async () => {
    await speak(client);
    await client.call('stop_session', { wait: true });
    expect(
      await client.call('export_session', { session_id: 'last', format: 'txt' }),
    ).toMatchObject({ format: 'txt', content: 'words\n' });
    await expect(
      client.call('export_session', { session_id: 'last', format: 'pdf' as never }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('set_setting', () => {
  it('takes no shortcut that could never be pressed', async () => {
    const nonsense = { key: 'hotkey', value: 'hyper+r' };
    await expect(client.call('set_setting', nonsense)).rejects.toMatchObject({
      code: 'invalid_settings',
    });
    expect((await client.call('get_settings')).settings.hotkey).toBe('ctrl+shift+r');
  });
});

describe('a child of the daemon', () => {
  it('finds its daemon by WHIS_SOCKET', async () => {
    const program = await home.program('recogniser', '#!/bin/sh\nprintf %s "$WHIS_SOCKET"\n');
    await client.call('set_setting', { key: 'engines.command.argv', value: [program, '{file}'] });
    await speak(client);
    expect(await client.call('stop_session', { wait: true })).toMatchObject({ text: home.socket });
  });
});
