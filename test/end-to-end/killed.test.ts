import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { parseWavHeader, wavHeaderBytes } from '../../src/core/wav.ts';
import type { Session } from '../../src/protocol/session.ts';
import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

/** What a crash may cost. */
const lostMs = 500;

let audio: AudioServer;
let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;

beforeAll(async () => {
  audio = await startAudioServer();
});

afterAll(() => audio.close());

beforeEach(async () => {
  home = await Home.make(audio.env);
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [`file:${home.folder}/out.txt`] });
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function listen(...options: string[]): Promise<void> {
  daemon = await home.listen(...options);
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions', 'levels'] });
}

/** Ends the daemon as a crash does, and starts the next one, which takes the session up. */
async function crash(id: string, ...options: string[]): Promise<Session> {
  expect(await daemon.end('SIGKILL')).toBe('SIGKILL');
  await client.close();
  await listen(...options);
  await daemon.prints('#1 recovered');
  const { session } = await client.call('get_session', { session_id: id });
  return session;
}

/** The recording is a whole WAV file as long as the session says; gives its samples. */
function samplesOf(session: Session): Int16Array {
  const { audio_path: path, duration_ms: durationMs } = session;
  const bytes = readFileSync(path ?? '');
  const dataBytes = bytes.length - wavHeaderBytes;
  expect(parseWavHeader(bytes)).toMatchObject({ dataOffset: wavHeaderBytes, dataBytes });
  expect(durationMs).toBe(Math.round(dataBytes / 32));
  const { started_at: startedAt, ended_at: endedAt } = session;
  expect(Date.parse(endedAt ?? '')).toBeGreaterThan(Date.parse(startedAt ?? ''));
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset + wavHeaderBytes));
}

/** The session is there once, marked, with its text, and was not delivered by itself. */
async function expectRecovered({ id, duration_ms: durationMs }: Session): Promise<void> {
  const list = async (...options: string[]) =>
    JSON.parse((await home.whis('list', '--json', ...options)).stdout) as Session[];
  const listed = (await list('--recovered')).filter((session) => session.id === id);
  const text = `heard ${durationMs} milliseconds`;
  expect(listed).toMatchObject([{ status: 'done', recovered: true, text, delivered: [] }]);
  const all = await list();
  expect(all.filter((session) => session.id === id)).toEqual(listed);
  expect(all.filter(({ status }) => status !== 'done')).toEqual([]);
}

describe('a daemon that is killed', () => {
  it('while it records from the sound server, loses at most half a second of what was played', async () => {
    await listen();
    const playedMs = 2000;
    const tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: playedMs / 1000 });
    const figures: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { session_id: id } = await client.call('start_session', {});
      await audio.play(tone);
      const told = (await client.call('status')).session?.elapsed_ms ?? Infinity;
      const session = await crash(id);
      const loud = samplesOf(session).filter((sample) => Math.abs(sample) > 500).length;
      // A sine is below the threshold for a fiftieth of its time.
      const heardMs = loud / 16 / 0.98;
      const keptMs = session.duration_ms ?? 0;
      figures.push(`told ${told}, kept ${keptMs}; played ${playedMs}, heard ${heardMs.toFixed()}`);
      expect(keptMs).toBeGreaterThanOrEqual(told - lostMs);
      expect(heardMs).toBeGreaterThanOrEqual(playedMs - lostMs);
      await expectRecovered(session);
      expect(recorders()).toEqual([]);
    }
    console.log(`milliseconds:\n${figures.join('\n')}`);
  });

  it('while it records from a file, loses at most half a second', async () => {
    const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
    await listen('--input', input);
    const figures: string[] = [];
    for (let round = 1; round <= 5; round += 1) {
      const { session_id: id } = await client.call('start_session', {});
      const wanted = round * 200;
      await client.event(
        ({ event, data, session_id: of }) =>
          of === id && event === 'level' && data.elapsed_ms >= wanted,
      );
      const told = (await client.call('status')).session?.elapsed_ms ?? Infinity;
      const session = await crash(id, '--input', input);
      samplesOf(session);
      figures.push(`told ${told}, kept ${session.duration_ms}`);
      expect(session.duration_ms).toBeGreaterThanOrEqual(told - lostMs);
      await expectRecovered(session);
    }
    console.log(`milliseconds:\n${figures.join('\n')}`);
  });

  it('sends nothing to a service that the dictation was kept from', async () => {
    const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
    const { engines } = recogniser.settings;
    const nobody = { base_url: 'http://127.0.0.1:1/v1' };
    await home.settings({ engine: 'openai', engines: { ...engines, openai: nobody }, output: [] });
    await listen('--input', input);
    const { session_id: id } = await client.call('start_session', { engine: 'command' });
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 300);
    const session = await crash(id);
    await expectRecovered(session);
    expect(session.engine).toBe('command');
  });

  it('while it is paused, loses nothing', async () => {
    const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
    await listen('--input', input);
    const { session_id: id } = await client.call('start_session', {});
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 500);
    await client.call('pause');
    const told = (await client.call('status')).session?.elapsed_ms ?? Infinity;
    const session = await crash(id, '--input', input);
    samplesOf(session);
    expect(session.duration_ms).toBeGreaterThanOrEqual(told);
    await expectRecovered(session);
    expect(await client.call('status')).toMatchObject({ state: 'idle', listening: true });
  });

  it('while it transcribes, transcribes again', async () => {
    const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
    await listen('--input', input);
    recogniser.hold();
    const { session_id: id } = await client.call('start_session', {});
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 500);
    await client.call('stop_session');
    await recogniser.running();
    const { session: before } = await client.call('get_session', { session_id: id });
    expect(before.status).toBe('transcribing');
    await daemon.end('SIGKILL');
    recogniser.release();
    await client.close();
    await listen();
    await daemon.prints('#1 recovered');
    const { session } = await client.call('get_session', { session_id: id });
    samplesOf(session);
    expect(session).toMatchObject({
      duration_ms: before.duration_ms,
      created_at: before.created_at,
      started_at: before.started_at,
      ended_at: before.ended_at,
    });
    await expectRecovered(session);
  });

  it('twice in a row takes its session up all the same', async () => {
    const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 60 });
    await listen('--input', input);
    const { session_id: id } = await client.call('start_session', {});
    await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 300);
    recogniser.hold();
    await daemon.end('SIGKILL');
    daemon = await home.listen();
    await recogniser.running();
    await daemon.end('SIGKILL');
    recogniser.release();
    await client.close();
    await listen();
    await daemon.prints('#1 recovered');
    const { session } = await client.call('get_session', { session_id: id });
    expect(session.duration_ms).toBeGreaterThanOrEqual(300);
    await expectRecovered(session);
  });
});

function recorders(): string[] {
  return home
    .processes()
    .map(({ command }) => command)
    .filter((command) => command.includes('parec'));
}
