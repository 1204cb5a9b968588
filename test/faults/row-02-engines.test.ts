import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseWavHeader, wavHeaderBytes } from '../../src/core/wav.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

// Row 2: engines that are killed, hang, exit, babble or are late. Each fails the session that it was
// to transcribe, and nothing else.

const spoken = 'nothing is lost';
const seconds = 3;
/** What the engines that hang get. */
const shortSeconds = 1;

let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;
let oddity: string;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await installToneModel(home.paths.models);
  await writeWav(join(home.folder, 'mic.wav'), speakTones(spoken));
  oddity = join(home.folder, 'oddity');
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function listen(settings: object): Promise<void> {
  await home.settings({ output: [], transcribe_while_recording: false, ...settings });
  const hook = pathToFileURL(join(import.meta.dirname, '../fixtures/odd-engine.mjs')).href;
  const odd = home.with({ NODE_OPTIONS: `--import=${hook}`, ODD_ENGINE: oddity });
  daemon = await odd.listen('--input', join(home.folder, 'mic.wav'), '--input-speed=max');
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions'] });
}

/** How long a transcription may take, from now on; null is the engine's own. */
async function allow(time: number | null): Promise<void> {
  await client.call('set_setting', { key: 'deadlines.transcription_seconds', value: time });
  const perSecond = time === null ? null : 0;
  await client.call('set_setting', {
    key: 'deadlines.transcription_per_second',
    value: perSecond,
  });
}

/** Records for a while; resolves when that is being transcribed. */
async function record(): Promise<string> {
  const { session_id: id } = await client.call('start_session', { max_seconds: seconds });
  await client.event(({ event, data, session_id: of }) => {
    return of === id && event === 'session_updated' && data.session.status === 'transcribing';
  });
  return id;
}

/** A dictation that comes to its text. */
async function dictate(text: string): Promise<void> {
  const session = await client.ended(await record());
  expect({ text: session.text, error: session.error }).toEqual({ text, error: null });
}

/** The child in which the local engine runs, once it does. */
async function engineChild(): Promise<number> {
  const find = () => home.processes().find(({ command }) => command.endsWith('engine.mjs'))?.pid;
  await expect.poll(find).toBeDefined();
  return find() ?? -1;
}

/** One way for an engine to fail. */
interface Fault {
  readonly what: string;
  /** What the session's failure must be. */
  readonly code: 'engine_failed' | 'engine_timeout';
  /** Before each recording. */
  readonly before?: () => Promise<void>;
  /** While it is transcribed. */
  readonly during?: () => Promise<void>;
  /** All is well again. */
  readonly after: () => Promise<void>;
}

/** Fails so many dictations in a row, which get their text in the end; gives how many did not. */
async function suffer(fault: Fault, text: string, times: number): Promise<number> {
  const ids: string[] = [];
  let idleMs = 0;
  for (let time = 0; time < times; time += 1) {
    await allow(null);
    await fault.before?.();
    if (fault.code === 'engine_timeout') await allow(shortSeconds);
    const id = await record();
    const from = performance.now();
    await fault.during?.();
    const session = await client.ended(id);
    await expect.poll(async () => (await client.call('status')).state).toBe('idle');
    idleMs = Math.max(idleMs, Math.round(performance.now() - from));
    expect(session).toMatchObject({ status: 'failed', text: null, error: { code: fault.code } });
    const sound = readFileSync(session.audio_path ?? '');
    expect(parseWavHeader(sound)?.dataBytes).toBe(seconds * 32_000);
    expect(sound).toHaveLength(wavHeaderBytes + seconds * 32_000);
    ids.push(id);
  }
  await fault.after();
  await allow(null);
  for (const id of ids)
    expect(await home.whis('retry', id)).toMatchObject({ code: 0, stdout: `${text}\n` });
  await dictate(text);
  const { sessions } = await client.call('list_sessions', { limit: 1000 });
  const got = sessions.filter((session) => session.text === text).length;
  expect(sessions).toHaveLength(times + 1);
  const lost = times + 1 - got;
  report(2, fault.what, { tried: times, survived: times, lost, idle_ms: idleMs });
  return lost;
}

describe('a program that transcribes', () => {
  const heard = `heard ${seconds * 1000} milliseconds`;
  const mended = async () => recogniser.spoil(null);
  const released = async () => recogniser.release();
  const faults: readonly Fault[] = [
    {
      what: 'a program that hangs',
      code: 'engine_timeout',
      before: async () => recogniser.hold(),
      after: released,
    },
    {
      what: 'a program that is killed',
      code: 'engine_failed',
      before: async () => recogniser.hold(),
      during: async () => void process.kill(await recogniser.running(), 'SIGKILL'),
      after: released,
    },
    {
      what: 'a program that is stopped',
      code: 'engine_timeout',
      before: async () => recogniser.hold(),
      during: async () => void process.kill(await recogniser.running(), 'SIGSTOP'),
      after: released,
    },
    {
      what: 'a program that exits at once',
      code: 'engine_failed',
      before: () => recogniser.spoil('exit 3'),
      after: mended,
    },
    {
      what: 'a program that answers garbage',
      code: 'engine_failed',
      before: () => recogniser.spoil("printf '\\377\\376\\000\\001'"),
      after: mended,
    },
    {
      what: 'a program that is late',
      code: 'engine_timeout',
      before: () => recogniser.spoil('sleep 60; echo late'),
      after: mended,
    },
  ];

  it.each(counts(faults.slice(0, 2), faults))('$what', async (fault) => {
    await listen(recogniser.settings);
    expect(await suffer(fault, heard, counts(1, 10))).toBe(0);
    expect(home.processes().map(({ pid }) => pid)).toEqual([daemon.pid]);
  });
});

describe('the local engine', () => {
  const odd = (what: string) => async () => writeFileSync(oddity, what);
  /** It shows at the next start of the child. */
  const fresh = async () => {
    rmSync(oddity, { force: true });
    for (const { pid, command } of home.processes())
      if (command.endsWith('engine.mjs')) process.kill(pid, 'SIGKILL');
  };
  const faults: readonly Fault[] = [
    {
      what: 'a local engine that hangs',
      code: 'engine_timeout',
      async before() {
        await dictateAway(spoken);
        process.kill(await engineChild(), 'SIGSTOP');
      },
      after: fresh,
    },
    {
      what: 'a local engine that is killed',
      code: 'engine_failed',
      before: odd('late'),
      async during() {
        const pid = await engineChild();
        process.kill(pid, 'SIGKILL');
        await expect.poll(() => isRunning(pid)).toBe(false);
      },
      after: fresh,
    },
    {
      what: 'a local engine that exits at once',
      code: 'engine_failed',
      before: odd('exit'),
      async after() {
        await fresh();
        // A model that could not be loaded is not tried again before somebody has looked.
        await home.whis('doctor');
      },
    },
    {
      what: 'a local engine that answers garbage',
      code: 'engine_failed',
      before: odd('garbage'),
      after: fresh,
    },
    {
      what: 'a local engine that is late',
      code: 'engine_timeout',
      before: odd('late'),
      after: fresh,
    },
  ];

  /** A dictation that nobody counts: the engine's child is there then. */
  async function dictateAway(text: string): Promise<void> {
    const id = await record();
    expect((await client.ended(id)).text).toBe(text);
    await client.call('delete_session', { session_id: id });
  }

  it.each(counts(faults.slice(1, 3), faults))('$what', async (fault) => {
    await listen({ engine: 'local' });
    expect(await suffer(fault, spoken, counts(1, 10))).toBe(0);
  });
});
