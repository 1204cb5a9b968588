import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { fastClock } from '../fixtures/fast-clock.ts';
import { counts, report } from '../fixtures/faults.ts';
import { FaultyService } from '../fixtures/faulty-service.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeTone } from '../fixtures/sound.ts';

/** Pauses and deadlines of the daemon pass so many times as fast; the service keeps its own time. */
const speed = 20;
const key = 'sk-test-51b0c7e99a2f4d38';
const perfectlyGood = 'the service has heard it';

/** How a session ends whose service has a fault, and no other engine is there. */
interface Fault {
  readonly what: string;
  readonly baseUrl: (service: FaultyService) => string;
  /** null: the text comes in the same session. */
  readonly code: 'engine_unreachable' | 'engine_timeout' | 'engine_failed' | null;
  /** How long each try may take, in the daemon's seconds. */
  readonly seconds?: number;
}

const faults: readonly Fault[] = [
  { what: '500 twice, then 200', baseUrl: (it) => it.baseUrl('500-twice'), code: null },
  { what: 'refused', baseUrl: () => 'http://127.0.0.1:9/v1', code: 'engine_unreachable' },
  { what: 'DNS failure', baseUrl: () => 'http://whis.invalid/v1', code: 'engine_unreachable' },
  { what: '401', baseUrl: (it) => it.baseUrl('401'), code: 'engine_failed' },
  { what: '413', baseUrl: (it) => it.baseUrl('413'), code: 'engine_failed' },
  { what: '429 with Retry-After', baseUrl: (it) => it.baseUrl('429'), code: 'engine_unreachable' },
  { what: 'cut short', baseUrl: (it) => it.baseUrl('cut-short'), code: 'engine_unreachable' },
  { what: '200 with HTML', baseUrl: (it) => it.baseUrl('html'), code: 'engine_failed' },
  {
    what: '10 s a byte',
    baseUrl: (it) => it.baseUrl('10-s-a-byte'),
    code: 'engine_timeout',
    seconds: 10,
  },
];

let home: Home;
let service: FaultyService;
let daemon: Daemon;
let client: Client;
let tone: string;

beforeEach(async () => {
  service = await FaultyService.start();
  home = await Home.make();
  tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: 0.3 });
  await home.settings({
    engine: 'openai',
    engines: {
      openai: { base_url: service.baseUrl('well') },
      command: { argv: ['/bin/echo', 'from this machine'] },
    },
    output: [`file:${join(home.folder, 'out.txt')}`],
  });
  daemon = await home
    .with({ ...(await fastClock(speed)), WHIS_OPENAI_API_KEY: key })
    .listen('--log-level=debug');
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
  await set('deadlines.transcription_seconds', 300);
});

afterEach(async () => {
  await client.close();
  await home.close();
  await service.kill();
});

const set = (name: string, value: unknown) => client.call('set_setting', { key: name, value });

const get = async (id: string) => (await client.call('get_session', { session_id: id })).session;

/** A dictation, with the daemon idle again at its end. */
async function dictate(): Promise<Session> {
  const { session_id: id } = await client.call('start_session', { input_file: tone });
  const session = await client.ended(id);
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  return session;
}

/** How the session first ended: by now it may be tried again. */
function firstFailure(id: string) {
  return client.events.find(
    ({ event, session_id: one }) => event === 'session_failed' && one === id,
  )?.data;
}

/** A session of each kind of end with one fault; gives their ids. */
async function strike({ baseUrl, code, seconds = 300 }: Fault): Promise<string[]> {
  await set('engines.openai.base_url', baseUrl(service));
  await set('deadlines.transcription_seconds', seconds);
  const alone = await dictate();
  expect(existsSync(alone.audio_path ?? '')).toBe(true);
  if (code === null) {
    expect(alone).toMatchObject({ status: 'done', text: perfectlyGood });
    return [alone.id];
  }
  expect(firstFailure(alone.id)).toMatchObject({ code, late: false });
  const { status, retry_at: retryAt } = await get(alone.id);
  // Or it is tried again already: the daemon's time flies.
  const waits = status === 'transcribing' || retryAt !== null;
  expect(waits).toBe(code !== 'engine_failed');
  // Three tries until the deadline take long: the ladder's own tests have that, too.
  if (code === 'engine_timeout' && counts(true, false)) return [alone.id];

  await set('fallback_engines', ['command']);
  const handed = await dictate();
  expect(handed).toMatchObject({ status: 'done', engine: 'command', retry_at: null });
  expect(handed.text).toMatch(/^from this machine/);
  const line = `openai failed (${code}); command takes the same audio`;
  expect(
    client.events.filter(({ data }) => 'line' in data && data.line === line).length,
  ).toBeGreaterThan(0);
  await set('fallback_engines', []);
  return [alone.id, handed.id];
}

/** The service is well again: what waits comes by itself, what does not when a person wants it. */
async function heal(ids: readonly string[]): Promise<void> {
  await set('engines.openai.base_url', service.baseUrl('well'));
  await set('deadlines.transcription_seconds', 300);
  expect(await dictate()).toMatchObject({ status: 'done', text: perfectlyGood });
  for (const id of ids) {
    const { status, retry_at: retryAt } = await get(id);
    if (status === 'failed' && retryAt === null)
      await client.call('restart_session', { session_id: id });
    await client.event(({ event, session_id: one }) => event === 'session_done' && one === id);
    await expect.poll(async () => (await get(id)).status).toBe('done');
  }
}

/** How many sessions are not in the history exactly once, with their text and their audio. */
async function countLost(ids: readonly string[]): Promise<number> {
  const { sessions } = await client.call('list_sessions', { limit: 1000 });
  const good = ids.filter((one) => {
    const [session, ...others] = sessions.filter(({ id }) => id === one);
    return others.length === 0 && session?.text && existsSync(session.audio_path ?? '');
  });
  return ids.length - good.length;
}

/** The key is in no message, file, log or event. */
async function expectNoWordOfTheKey(): Promise<void> {
  const told = [daemon.printed, JSON.stringify(client.events)];
  for (const line of ['status --json', 'list', 'doctor', 'config list'])
    told.push(...Object.values(await home.whis(...line.split(' '))).map(String));
  const files = readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(home.folder, name))
    .filter((path) => statSync(path).isFile());
  told.push(...files.map((path) => readFileSync(path, 'latin1')));
  expect(told.filter((text) => text.includes(key.slice(3)))).toEqual([]);
}

describe('a service', () => {
  it('with each of its faults loses no dictation', { timeout: 600_000 }, async () => {
    const rounds = counts(1, 10);
    const ids: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const struck: string[] = [];
      for (const fault of faults) struck.push(...(await strike(fault)));
      await heal(struck);
      ids.push(...struck);
    }
    await expectNoWordOfTheKey();
    const lost = await countLost(ids);
    report(3, 'HTTP faults', { tried: ids.length, survived: ids.length, lost });
    expect(lost).toBe(0);
  });

  it(
    'that is away for whole dictations gets them when it is back',
    { timeout: 600_000 },
    async () => {
      const rounds = counts(1, 20);
      const ids: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const { port } = service;
        await service.kill();
        const away = [await dictate(), await dictate()].map(({ id }) => id);
        for (const id of away)
          expect(firstFailure(id)).toMatchObject({ code: 'engine_unreachable' });
        service = await FaultyService.start(port);
        // Nobody does anything: half a minute of the daemon's time is enough.
        for (const id of away) {
          const { data } = await client.event(
            ({ event, session_id: one }) => event === 'session_done' && one === id,
          );
          expect(data).toMatchObject({ text: perfectlyGood, late: true });
        }
        ids.push(...away);
      }
      expect(existsSync(join(home.folder, 'out.txt'))).toBe(false);
      const lost = await countLost(ids);
      report(3, 'offline for whole sessions', { tried: ids.length, survived: ids.length, lost });
      expect(lost).toBe(0);
    },
  );
});
