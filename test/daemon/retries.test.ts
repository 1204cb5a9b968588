import { existsSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { draftSession } from '../../src/core/session.ts';
import type { WhisEvent } from '../../src/protocol/events.ts';
import type { Session } from '../../src/protocol/session.ts';
import { makeFolders } from '../../src/store/paths.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { Store } from '../../src/store/store.ts';
import {
  says,
  startService,
  type Reaction,
  type TestService,
} from '../engines/services/service.ts';
import { sound } from '../fixtures/fakes.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeTone } from '../fixtures/sound.ts';

/** Out of order, and to be asked again at once, so that no test waits for a pause. */
const down: Reaction = { status: 503, body: 'down', headers: { 'retry-after': '0' } };
const downOnce = [down, down, down];

let home: Home;
let daemon: Daemon;
let client: Client;
let out: string;

beforeEach(async () => {
  home = await Home.make();
  out = join(home.folder, 'out.txt');
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** Starts a daemon with a service that reacts so. */
async function begin(...reactions: readonly Reaction[]): Promise<TestService> {
  const service = await startService(...reactions);
  await home.settings({
    engine: 'openai',
    engines: {
      openai: { base_url: service.baseUrl },
      command: { argv: ['/bin/echo', 'from the command'] },
    },
    output: [`file:${out}`],
  });
  daemon = await home.listen();
  client = await daemon.connect();
  await client.call('subscribe', { since_seq: 0 });
  return service;
}

/** Dictates from a file; gives the session's id. */
async function dictate(): Promise<string> {
  const path = await writeTone(join(home.folder, 'tone.wav'), { seconds: 0.3 });
  return (await client.call('start_session', { input_file: path })).session_id;
}

/** Leaves sessions in the history that have failed and wait until so many milliseconds from now. */
async function leaveWaiting(
  ...all: ReadonlyArray<{ readonly inMs: number; readonly engine?: string }>
): Promise<Session[]> {
  makeFolders(home.paths);
  const store = Store.open(home.paths);
  const sessions: Session[] = [];
  for (const [index, { inMs, engine = 'openai' }] of all.entries()) {
    const id = `01a1f822-ff4e-78ec-9c4a-1db6bbf55b3${index}`;
    const sink = await store.createAudio(id);
    await sink.append(sound(300));
    await sink.close();
    const now = new Date().toISOString();
    const logPath = store.logPath(id);
    const session: Session = {
      ...draftSession({ id, createdAt: now, logPath, overrides: {}, settings: defaultSettings }),
      status: 'failed',
      started_at: now,
      ended_at: now,
      duration_ms: 300,
      engine,
      audio_path: sink.path,
      error: { code: 'engine_unreachable', message: 'Nobody was there.' },
      retry_at: new Date(Date.now() + inMs).toISOString(),
    };
    store.save(session);
    sessions.push(session);
  }
  await store.close();
  return sessions;
}

/** What the history has of sessions that nothing works on any more. */
async function kept(...sessions: readonly Session[]): Promise<(Session | null)[]> {
  const store = Store.open(home.paths);
  try {
    return sessions.map(({ id }) => store.get(id));
  } finally {
    await store.close();
  }
}

const is = (name: WhisEvent['event'], id: string) => (event: WhisEvent) =>
  event.event === name && event.session_id === id;

const get = async (id: string) => (await client.call('get_session', { session_id: id })).session;

describe('a session that waits', () => {
  it('is tried again when its time comes, without a trace of it but the text', async () => {
    const [session] = await leaveWaiting({ inMs: 700 });
    const { id } = session as Session;
    const service = await begin(says('at last'));
    const { data } = await client.event(is('session_done', id));
    expect(data).toMatchObject({ text: 'at last', late: true, recovered: false });
    expect(await client.ended(id)).toMatchObject({ status: 'done', retry_at: null, error: null });
    expect(service.received).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
    expect(client.events.filter(({ event }) => event === 'state_changed')).toEqual([]);
    expect(await home.whis('copy', '--output', 'stdout')).toMatchObject({ code: 0 });
    expect(daemon.printed).toContain('at last\n');
  });

  it('is tried again at the start, and waits twice as long when that fails', async () => {
    const [session] = await leaveWaiting({ inMs: -60_000 });
    const { id } = session as Session;
    await begin(down);
    const { data, at } = await client.event(is('session_failed', id));
    expect(data).toMatchObject({ code: 'engine_unreachable', late: true });
    const { retry_at: retryAt } = await get(id);
    const pauseMs = Date.parse(retryAt ?? '') - Date.parse(at);
    expect(pauseMs).toBeGreaterThan(30_000);
    expect(pauseMs).toBeLessThanOrEqual(60_000);
    expect((await client.call('status')).failed_count).toBe(0);
  });

  it('waits half a minute at first, and is tried when its service has answered another', async () => {
    const [old] = await leaveWaiting({ inMs: 600_000 });
    await begin(...downOnce, says('newest'), says('oldest'), says('older'));
    const failed = await dictate();
    const { at } = await client.event(is('session_failed', failed));
    const { retry_at: retryAt, status } = await get(failed);
    expect(status).toBe('failed');
    expect(Date.parse(retryAt ?? '') - Date.parse(at)).toBeLessThanOrEqual(30_000);
    const newest = await dictate();
    await client.event(is('session_done', failed));
    const done = client.events.filter(({ event }) => event === 'session_done');
    expect(done.map(({ session_id: id }) => id)).toEqual([newest, old?.id, failed]);
    expect(done.map(({ data }) => 'late' in data && data.late)).toEqual([false, true, true]);
    expect(readFileSync(out, 'utf8')).toBe('newest\n');
  });

  it('holds up nobody who dictates meanwhile', async () => {
    const [session] = await leaveWaiting({ inMs: -1 });
    const asked = Promise.withResolvers<Socket>();
    await begin(asked.resolve, says('quick'));
    const socket = await asked.promise;
    expect((await client.call('status')).state).toBe('idle');
    const quick = await dictate();
    await client.event(is('delivered', quick));
    expect(readFileSync(out, 'utf8')).toBe('quick\n');
    expect((await get(session?.id ?? '')).status).toBe('transcribing');
    socket.destroy();
    await client.event(is('session_done', session?.id ?? ''));
  });

  it('is delivered when a person tries it again, even while it is tried', async () => {
    const [session] = await leaveWaiting({ inMs: -1 });
    const { id } = session as Session;
    const asked = Promise.withResolvers<void>();
    await begin(() => asked.resolve(), says('for the person'));
    await asked.promise;
    expect(await home.whis('retry', id)).toMatchObject({ code: 0, stdout: 'for the person\n' });
    await client.event(is('delivered', id));
    expect(readFileSync(out, 'utf8')).toBe('for the person\n');
    expect(await get(id)).toMatchObject({ status: 'done', retry_at: null });
  });

  it('waits half a minute again after a person has tried it in vain', async () => {
    const [session] = await leaveWaiting({ inMs: -1 });
    const { id } = session as Session;
    await begin(down);
    await client.event(is('session_failed', id));
    await client.call('restart_session', { session_id: id });
    const { at } = await client.event(
      ({ event, data, session_id: one }) => one === id && event === 'session_failed' && !data.late,
    );
    const pauseMs = Date.parse((await get(id)).retry_at ?? '') - Date.parse(at);
    expect(pauseMs).toBeLessThanOrEqual(30_000);
  });

  it('can be cancelled while it is tried, and taken back', async () => {
    const [session] = await leaveWaiting({ inMs: -1 });
    const { id } = session as Session;
    const asked = Promise.withResolvers<void>();
    await begin(() => asked.resolve(), says('after all'));
    await asked.promise;
    await client.call('cancel_session', { session_id: id });
    expect(await get(id)).toMatchObject({ status: 'cancelled', retry_at: null });
    await client.call('undo');
    await client.event(is('delivered', id));
    expect(readFileSync(out, 'utf8')).toBe('after all\n');
  });

  it('goes on waiting when the daemon ends, even while it is tried', async () => {
    const [tried, waiting] = await leaveWaiting({ inMs: -1 }, { inMs: 600_000 });
    const asked = Promise.withResolvers<void>();
    await begin(() => asked.resolve());
    await asked.promise;
    expect(await daemon.end()).toBe(0);
    expect(await kept(tried as Session, waiting as Session)).toEqual([tried, waiting]);
  });

  it('is tried with its own engine alone where the settings have another', async () => {
    const [session] = await leaveWaiting({ inMs: -1, engine: 'command' });
    const { id } = session as Session;
    const service = await begin(says('from far away'));
    const { data } = await client.event(is('session_done', id));
    expect(data).toMatchObject({ text: expect.stringMatching(/^from the command/) as string });
    expect(service.received).toEqual([]);
  });
});
