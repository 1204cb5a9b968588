import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { fastClock } from '../fixtures/fast-clock.ts';
import { Home, type Client } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

const spoken = 'nothing is lost';

let home: Home;
let recogniser: TestRecogniser;
let client: Client;
let input: string;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await installToneModel(home.paths.models);
  input = join(home.folder, 'mic.wav');
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function listen(settings: object, env: Record<string, string> = {}): Promise<void> {
  await home.settings({ output: [], ...settings });
  const daemon = await home.with(env).listen('--input', input, '--input-speed=max');
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions'] });
}

const local = { engine: 'local' };

/** Records all of the input, and stops; gives the session's id. */
async function dictate(): Promise<string> {
  const { session_id: id } = await client.call('start_session', { max_seconds: 4 });
  await client.event(({ event, data, session_id: of }) => {
    return of === id && event === 'session_updated' && data.session.status === 'transcribing';
  });
  return id;
}

/** The child in which the local engine runs. */
function engineChild(): number {
  const found = home.processes().find(({ command }) => command.includes('engine.mjs'));
  if (!found) throw new Error('The local engine does not run.');
  return found.pid;
}

/** The session failed with this, its audio is kept, the daemon is ready for the next one. */
async function expectFailed(
  id: string,
  error: { readonly code: string; readonly message: string },
): Promise<void> {
  const { data } = await client.event(
    ({ event, session_id: of }) => event === 'session_failed' && of === id,
  );
  console.log('code' in data && `${data.code}: ${data.message}`);
  expect(data).toMatchObject({ ...error, late: false });
  const { session } = await client.call('get_session', { session_id: id });
  // What took too long is tried again by itself, which may be now: the daemon's time flies.
  if (error.code !== 'engine_timeout')
    expect(session).toMatchObject({ status: 'failed', text: null, error, retry_at: null });
  expect(existsSync(session.audio_path ?? '')).toBe(true);
  expect(session.duration_ms).toBe(4000);
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
  const listed = JSON.parse((await home.whis('list', '--json')).stdout) as Session[];
  expect(listed.map((one) => one.id)).toEqual([id]);
}

async function expectRetried(id: string, text: string): Promise<void> {
  expect(await home.whis('retry')).toMatchObject({ code: 0, stdout: `${text}\n` });
  const { session } = await client.call('get_session', { session_id: id });
  expect(session).toMatchObject({ status: 'done', text, error: null });
  expect((await client.call('list_sessions', {})).sessions).toHaveLength(1);
}

describe('a program that transcribes', () => {
  beforeEach(() => writeTone(input, { seconds: 10 }));

  const text = 'heard 4000 milliseconds';

  it('and hangs is ended at its deadline, with all that it started', async () => {
    await listen(recogniser.settings, await fastClock(30));
    recogniser.hold();
    const id = await dictate();
    const pid = await recogniser.running();
    await expectFailed(id, {
      code: 'engine_timeout',
      message: expect.stringContaining('did not end within 76 s') as string,
    });
    expect(isRunning(pid)).toBe(false);
    recogniser.release();
    await expectRetried(id, text);
  });

  it('and hangs is ended by a cancel, which an undo takes back', async () => {
    await listen(recogniser.settings);
    recogniser.hold();
    const id = await dictate();
    const pid = await recogniser.running();
    expect(await home.whis('cancel')).toMatchObject({ code: 0 });
    expect((await client.ended(id)).status).toBe('cancelled');
    expect((await client.call('status')).state).toBe('idle');
    await expect.poll(() => isRunning(pid)).toBe(false);
    recogniser.release();
    expect(await home.whis('undo')).toMatchObject({ code: 0 });
    await client.event(({ event }) => event === 'session_done');
    expect((await home.whis('last')).stdout).toBe(`${text}\n`);
  });

  it('and is killed by somebody fails its session', async () => {
    await listen(recogniser.settings);
    recogniser.hold();
    const id = await dictate();
    process.kill(await recogniser.running(), 'SIGKILL');
    await expectFailed(id, {
      code: 'engine_failed',
      message: expect.stringContaining('was ended by SIGKILL') as string,
    });
    recogniser.release();
    await expectRetried(id, text);
  });

  it.each([
    ['crashes', 'kill -SEGV $$', 'was ended by SIGSEGV'],
    ['says no', 'echo "no such model" >&2; exit 3', 'ended with exit code 3: no such model'],
    ['prints what is no text', "printf '\\377\\376'", 'not UTF-8'],
  ])('and %s fails its session', async (_, script, words) => {
    await recogniser.spoil(script);
    await listen(recogniser.settings);
    await expectFailed(await dictate(), {
      code: 'engine_failed',
      message: expect.stringContaining(words) as string,
    });
    await recogniser.spoil(null);
    const { sessions } = await client.call('list_sessions', {});
    await expectRetried(sessions[0]?.id ?? '', text);
  });
});

describe('the local engine', () => {
  beforeEach(() => writeWav(input, speakTones(spoken)));

  /** Uses the engine once, so that its child is there, and forgets the session. */
  async function warmUp(): Promise<number> {
    const id = await dictate();
    expect(await client.ended(id)).toMatchObject({ status: 'done', text: spoken });
    await client.call('delete_session', { session_id: id });
    return engineChild();
  }

  it('is ended at its deadline when it hangs, and a fresh one takes its place', async () => {
    await listen(local, await fastClock(30));
    const pid = await warmUp();
    process.kill(pid, 'SIGSTOP');
    const id = await dictate();
    await expectFailed(id, {
      code: 'engine_timeout',
      message: expect.stringContaining('gave no text within 18 s') as string,
    });
    expect(isRunning(pid)).toBe(false);
    await expectRetried(id, spoken);
  });

  it('fails its session when it crashes, and a fresh one takes its place', async () => {
    await listen(local);
    const pid = await warmUp();
    process.kill(pid, 'SIGSTOP');
    const id = await dictate();
    process.kill(pid, 'SIGKILL');
    await expectFailed(id, {
      code: 'engine_failed',
      message: expect.stringContaining(
        'its process ended (SIGKILL). Did the memory run out? Try again',
      ) as string,
    });
    await expectRetried(id, spoken);
  });
});
