import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Home, type Client } from '../fixtures/home.ts';
import { randomFrom } from '../fixtures/random.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { joined } from '../fixtures/sound.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

const sentences = [
  'the quick brown fox jumps over the lazy dog',
  'a letter to my mother about the house by the sea',
  'nobody knows what the old man said that night',
  'we walked along the river until it was dark',
  'please send me the list of all the names',
  'it was the best summer of her life',
  'they gave us bread and water and a bed',
  'the train was late and the station was cold',
];

/** All sentences, with a pause after each. */
function speakAll(pauseMs: number): Int16Array {
  // A space is a tone, too.
  return joined(sentences.map((sentence) => speakTones(`${sentence} `, { tailMs: pauseMs })));
}

let home: Home;

beforeEach(async () => {
  home = await Home.make();
  await installToneModel(home.paths.models);
});

afterEach(() => home.close());

/** A daemon whose microphone plays these samples as fast as they are read, and a client that hears all. */
async function begin(samples: Int16Array, settings: object = {}): Promise<Client> {
  await home.settings({ hotkey: null, output: [`file:${home.folder}/out.txt`], ...settings });
  await writeWav(join(home.folder, 'said.wav'), samples);
  const daemon = await home.listen('--input', 'said.wav', '--input-speed', 'max');
  const client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
  await client.call('start_session');
  return client;
}

/** Resolves when so many seconds were recorded. */
async function recorded(client: Client, samples: Int16Array): Promise<void> {
  const ms = samples.length / 16;
  await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= ms);
}

/** Stops, and gives the session as it was left; nothing but the recording may be left of it on disk. */
async function end(client: Client) {
  const { session_id: id } = await client.call('stop_session', { wait: true });
  const { session } = await client.call('get_session', { session_id: id });
  expect(await readdir(home.paths.audio)).toEqual([`${session.id}.wav`]);
  return session;
}

/** Each call of a recogniser that writes down what it was given, and says so many words. */
async function countingEngine(script = 'echo words') {
  const calls = join(home.folder, 'calls');
  return {
    settings: await writeRecogniser(home, `basename "$1" >> '${calls}'\n${script}`),
    calls: async () => (await readFile(calls, 'utf8').catch(() => '')).split('\n').slice(0, -1),
  };
}

describe('a long dictation', () => {
  it('is transcribed while one speaks, to the same text', async () => {
    const said = speakAll(800);
    const client = await begin(said);
    const text = sentences.join(' ');
    // The text comes while it is still recorded.
    await client.event(({ event, data }) => event === 'partial' && text.startsWith(data.text));
    expect(await client.call('status')).toMatchObject({ state: 'recording' });
    await recorded(client, said);
    const session = await end(client);
    expect(session).toMatchObject({ status: 'done', error: null, engine: 'local', text });
    expect(session.segments.length).toBeGreaterThan(1);
    expect(session.segments.map((segment) => segment.text).join(' ')).toBe(text);
    const told = client.events.flatMap(({ event, data }) => (event === 'segment' ? [data] : []));
    expect(told).toEqual(session.segments);
    expect(await readFile(join(home.folder, 'out.txt'), 'utf8')).toBe(`${text}\n`);
  });

  it('has each word once where no pause was found to cut in', async () => {
    const text = sentences.join(' ');
    const said = speakTones(text);
    const client = await begin(said);
    await recorded(client, said);
    expect(await end(client)).toMatchObject({ status: 'done', text });
  });

  it('has all words after pauses of five seconds', async () => {
    const said = speakAll(5000);
    const client = await begin(said);
    await recorded(client, said);
    const session = await end(client);
    expect(session.text).toBe(sentences.join(' '));
  });

  it('is transcribed as a whole when a piece of it fails again and again', async () => {
    const engine = await countingEngine('case "$1" in *.part.wav) exit 1;; esac; echo the whole');
    const said = speakAll(800);
    const client = await begin(said, engine.settings);
    await recorded(client, said);
    const session = await end(client);
    expect(session).toMatchObject({ status: 'done', text: 'the whole', error: null });
    const [whole, ...pieces] = (await engine.calls()).toReversed();
    expect(whole).toBe(`${session.id}.wav`);
    expect(pieces).not.toEqual([]);
    expect(pieces.filter((name) => !name.endsWith('.part.wav'))).toEqual([]);
  });

  it('goes whole when it is set so', async () => {
    const engine = await countingEngine();
    const said = speakAll(800);
    const client = await begin(said, { ...engine.settings, transcribe_while_recording: false });
    await recorded(client, said);
    const session = await end(client);
    expect(await engine.calls()).toEqual([`${session.id}.wav`]);
  });
});

describe('silence', () => {
  const lengths = 40 * 16_000;
  const random = randomFrom(1);
  const noise = Int16Array.from({ length: lengths }, () => (random() - 0.5) * 1000);

  it.each([
    ['nothing at all', new Int16Array(lengths)],
    ['the noise of a room', noise],
  ])('is not sent: %s', async (_name, said) => {
    const engine = await countingEngine();
    const client = await begin(said, engine.settings);
    await recorded(client, said);
    expect(await end(client)).toMatchObject({ status: 'done', text: '', error: null });
    expect(await engine.calls()).toEqual([]);
  });
});
