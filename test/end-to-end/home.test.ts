import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';
import { Home } from '../fixtures/home.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

let audio: AudioServer;
let display: Display;
let home: Home;

beforeAll(async () => {
  audio = await startAudioServer();
  display = await startDisplay();
  home = await Home.make({ ...audio.env, ...display.env });
});

afterAll(async () => {
  await home.close();
  await display.close();
  await audio.close();
});

it('stays in its four folders, keeps them to itself, and leaves nothing running', async () => {
  const nobody = join(home.folder, 'nobody');
  mkdirSync(nobody);
  await installToneModel(home.paths.models);
  const tones = join(home.folder, 'tones.wav');
  await writeWav(tones, speakTones('all of it'));

  expect(await home.whis('listen', '--detach')).toMatchObject({ code: 0 });
  expect(await home.whis('toggle')).toMatchObject({ code: 0 });
  await audio.play(tones);
  expect(await home.whis('done', '--print')).toMatchObject({ code: 0, stdout: 'all of it\n' });
  const names = (): string[] => home.processes().map(({ command }) => command);
  console.log(`while it runs:\n${names().join('\n')}`);
  expect(names()).toEqual(
    expect.arrayContaining([
      expect.stringContaining('whis.cjs listen'),
      expect.stringContaining('hotkey.mjs'),
      expect.stringContaining('engine.mjs'),
      expect.stringContaining('xclip'),
    ]),
  );
  await home.whis('config', 'set', 'language', 'en');
  expect(await home.whis('doctor')).toMatchObject({ code: 0 });
  expect(await home.whis('stop')).toMatchObject({ code: 0, stdout: 'stopped\n' });

  // Whoever owns the clipboard has to stay: the text is with it.
  expect(names().filter((command) => !command.includes('xclip'))).toEqual([]);
  expect(readdirSync(nobody)).toEqual([]);
  expect(readdirSync(home.folder).sort()).toEqual(
    ['config', 'data', 'nobody', 'run', 'state', 'tones.wav'].sort(),
  );
  expect(readdirSync(join(home.folder, 'run'))).toEqual([]);
  expect(openToOthers()).toEqual([]);
});

/** What of whis' own files others may look into. The model is the person's: it came as it is. */
function openToOthers(): string[] {
  return ['config/whis', 'data/whis', 'state/whis'].flatMap((place) =>
    ['', ...readdirSync(join(home.folder, place), { recursive: true, encoding: 'utf8' })]
      .map((name) => join(place, name))
      .filter((path) => !path.startsWith('data/whis/models/'))
      .filter((path) => (statSync(join(home.folder, path)).mode & 0o077) !== 0),
  );
}
