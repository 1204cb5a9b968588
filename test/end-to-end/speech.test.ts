import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Home } from '../fixtures/home.ts';
import { joined } from '../fixtures/sound.ts';
import { installToneModel, installToneVad } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

let home: Home;

beforeEach(async () => {
  home = await Home.make();
  await installToneModel(home.paths.models);
});

afterEach(() => home.close());

/** What is understood of these samples, which are played as fast as they are read. */
async function dictate(samples: Int16Array): Promise<string | null> {
  await home.settings({ hotkey: null, output: [`file:${home.folder}/out.txt`] });
  await writeWav(join(home.folder, 'said.wav'), samples);
  const daemon = await home.listen('--input', 'said.wav', '--input-speed', 'max');
  const client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
  await client.call('start_session');
  const ms = samples.length / 16;
  await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= ms - 100);
  // By then the model is loaded, too, that tells where somebody speaks.
  await client.event(({ event }) => event === 'segment');
  const { session_id: id } = await client.call('stop_session', { wait: true });
  const { session } = await client.call('get_session', { session_id: id });
  expect(session).toMatchObject({ status: 'done', error: null, engine: 'local' });
  return session.text;
}

/** The detector takes what is louder for speech. */
const dbfs = -22;

/** Quieter than that; loudness and the recogniser notice it. */
function murmur(text: string): Int16Array {
  return speakTones(text).map((sample) => Math.round(sample / 5));
}

/** As long a pause as makes a piece end. */
const pause = new Int16Array(16_000);

/** Somebody speaks, and somebody else in the next room: both for more than half the longest piece. */
const both = joined([
  speakTones('the quick brown fox jumps over the lazy dog '.repeat(4)),
  pause,
  murmur('nobody has asked this one about anything at all '.repeat(4)),
  pause,
]);

describe('a dictation with a local model', () => {
  it('has what is loud in it', async () => {
    expect(await dictate(both)).toMatch(/^the quick .* dog nobody has .* all$/);
  });

  it('has only what a detector takes for speech, where one is installed', async () => {
    await installToneVad(home.paths.models, 'vad', { dbfs });
    expect(await dictate(both)).toMatch(/^the quick (?!.*nobody).* dog$/);
  });
});
