import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Home } from '../fixtures/home.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

let home: Home;

beforeEach(async () => {
  home = await Home.make();
  await installToneModel(home.paths.models);
  await home.settings({ hotkey: null, output: [`file:${home.folder}/out.txt`] });
  await writeWav(join(home.folder, 'a.wav'), speakTones('the first file'));
  await writeWav(join(home.folder, 'b.wav'), speakTones('and the second'));
});

afterEach(() => home.close());

describe('whis transcribe', () => {
  it('starts a daemon, and prints one text after the other, in order', async () => {
    const said = await home.whis('transcribe', 'a.wav', 'b.wav', 'a.wav');
    expect(said).toMatchObject({
      code: 0,
      stdout: 'the first file\nand the second\nthe first file\n',
    });
    const { stdout } = await home.whis('list', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      { label: join(home.folder, 'a.wav'), text: 'the first file', delivered: [] },
      { label: join(home.folder, 'b.wav'), text: 'and the second', delivered: [] },
      { label: join(home.folder, 'a.wav'), text: 'the first file', delivered: [] },
    ]);
  });

  it('exits with 1 for a broken file, and transcribes the others all the same', async () => {
    await writeFile(join(home.folder, 'broken.wav'), 'no sound at all');
    const said = await home.whis('transcribe', 'a.wav', 'broken.wav', 'missing.wav', 'b.wav');
    expect(said).toMatchObject({ code: 1, stdout: 'the first file\nand the second\n' });
    console.log(said.stderr);
    expect(said.stderr).toContain('broken.wav');
    expect(said.stderr).toContain('missing.wav');
    const alone = await home.whis('transcribe', '--json', 'missing.wav');
    expect(alone.code).toBe(1);
    expect(JSON.parse(alone.stdout)).toMatchObject({ type: 'error' });
  });
});
