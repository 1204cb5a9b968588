import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { Home } from '../fixtures/home.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

const text = "it's the quick brown fox and the lazy dog";

let audio: AudioServer;
let home: Home;

beforeAll(async () => {
  audio = await startAudioServer();
  home = await Home.make(audio.env);
  await installToneModel(home.paths.models);
  await home.settings({ output: [`file:${home.folder}/out.txt`] });
});

afterAll(async () => {
  await home.close();
  await audio.close();
});

it('chooses the local engine by itself, and reads exactly what was played to the microphone', async () => {
  const daemon = await home.listen();
  expect(daemon.printed).toContain('engine: local, tones (audio stays on this machine)');
  const client = await daemon.connect();
  expect(await client.call('status')).toMatchObject({
    engine: 'local',
    model: 'tones',
    audio_leaves_machine: false,
    engine_error: null,
  });

  const tones = join(home.folder, 'tones.wav');
  await writeWav(tones, speakTones(text));
  await client.call('toggle');
  await audio.play(tones);
  const stopped = await client.call('stop_session', { wait: true });
  expect(stopped).toMatchObject({ status: 'done', error: null, text });

  const { session } = await client.call('get_session', { session_id: 'last' });
  expect(session).toMatchObject({ engine: 'local', model: 'tones', text, raw_text: text });
  expect(session.segments.map((segment) => segment.text).join(' ')).toBe(text);
  await client.close();
});
