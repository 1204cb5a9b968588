import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { sampleRateHz } from '../../../src/core/wav.ts';
import { installToneModel, installToneVad } from '../../fixtures/tone-model.ts';
import { letterMs, speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

describe('the local engine', () => {
  it('writes what was said, exactly, with the real recogniser in a child', async () => {
    const { engine, workplace } = await openTones();
    expect(engine).toMatchObject({ name: 'local', model: 'tones', sendsAudioAway: false });
    const { text, segments } = await engine.transcribe(await workplace.say('hello world'), never);
    expect(text).toBe('hello world');
    expect(segments).toEqual([
      { start_s: expect.closeTo(0.3, 1), end_s: expect.closeTo(1.9, 0), text: 'hello world' },
    ]);
  });

  it('serves many at once, each with its own text, by one child', async () => {
    const { engine, workplace } = await openTones();
    const texts = ['one', 'two', 'three', "don't", 'four five'];
    const heard = await Promise.all(
      texts.map(async (text) => (await engine.transcribe(await workplace.say(text), never)).text),
    );
    expect(heard).toEqual(texts);
    expect(workplace.children).toHaveLength(1);
  });

  it('cuts a long recording in its pauses, without a letter lost or doubled', async () => {
    const { engine, workplace } = await openTones();
    const text = 'the quick brown fox jumps over the lazy dog '.repeat(15).trim();
    const transcript = await engine.transcribe(await workplace.say(text), never);
    expect(transcript.text.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    expect(transcript.segments.length).toBeGreaterThan(2);
    expect(transcript.segments.at(-1)?.end_s).toBeCloseTo(0.3 + (text.length * letterMs) / 1000, 0);
  });

  it('leaves out what is no speech in a long recording, where a model can tell', async () => {
    const { engine, workplace } = await openTones();
    const pause = new Int16Array(20 * sampleRateHz);
    // Too short for speech; the model that recognises hears it.
    const click = speakTones('x');
    const parts = [speakTones('one two'), pause, click, pause, speakTones('three')];
    const audio = await workplace.record(Int16Array.from(parts.flatMap((part) => [...part])));
    expect(await engine.transcribe(audio, never)).toMatchObject({
      text: expect.stringMatching(/^one two x/),
    });
    await installToneVad(workplace.modelsFolder);
    const helped = workplace.open().choose(settingsWith('local'));
    const { text, segments } = await helped.transcribe(audio, never);
    expect(text).toBe('one two three');
    const startOfThree = 1.64 + 20 + 0.92 + 20 + 0.3;
    expect(segments.map(({ start_s }) => start_s)).toEqual([
      expect.closeTo(0.3, 1),
      expect.closeTo(startOfThree, 1),
    ]);
  });

  it('hears nothing in recordings of nothing and of next to nothing', async () => {
    const { engine, workplace } = await openTones();
    for (const count of [0, 1, 160, 5000]) {
      const audio = await workplace.record(new Int16Array(count));
      expect(await engine.transcribe(audio, never)).toEqual({ text: '', segments: [] });
    }
    expect(workplace.children).toHaveLength(1);
  });

  it('says no to a file that is no recording, and goes on with the same child', async () => {
    const { engine, workplace } = await openTones();
    const path = join(workplace.folder, 'notes.wav');
    await writeFile(path, 'these are no samples');
    await expect(
      engine.transcribe({ path, durationMs: 1, language: null, languages: [], words: [] }, never),
    ).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('notes.wav is not a WAV file'),
    });
    const audio = await workplace.say('fine');
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'fine' });
    expect(workplace.children).toHaveLength(1);
  });

  it('says no to a language that the model does not know', async () => {
    const { engine, workplace } = await openTones();
    const audio = await workplace.say('hallo');
    await expect(engine.transcribe({ ...audio, language: 'fr-FR' }, never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('understands en, de, not “fr”'),
    });
    const foreign = { ...audio, languages: ['fr', 'it-IT'] };
    await expect(engine.transcribe(foreign, never)).rejects.toThrow('not “fr”, “it”');
    for (const known of [{ language: 'de-CH' }, { languages: ['fr', 'de'] }])
      expect(await engine.transcribe({ ...audio, ...known }, never)).toMatchObject({
        text: 'hallo',
      });
  });

  it.each([
    ['cut off', (good: Buffer) => good.subarray(0, good.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['of other bytes', () => Buffer.alloc(5000, 7)],
  ])(
    'says what is wrong with a model file that is %s, and works once it is mended',
    async (_, damage) => {
      const { engine, workplace, model } = await openTones();
      const good = await readFile(model);
      await writeFile(model, damage(good));
      const audio = await workplace.say('hello');
      await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringMatching(/“tones” could not load it: .*model\.onnx failed/),
      });
      await writeFile(model, good);
      expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'hello' });
    },
  );

  it('tells the last words of a child that missing metadata ended', async () => {
    const { engine, workplace } = await openTones({});
    await expect(engine.transcribe(await workplace.say('hello'), never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/exit code .*last words: .*metadata/is),
    });
  });
});

async function openTones(metadata?: Record<string, string>) {
  const workplace = await openWorkplace();
  const options = metadata ? { metadata } : {};
  const folder = await installToneModel(workplace.modelsFolder, 'tones', options);
  const engine = workplace.open().choose(settingsWith('local'));
  return { engine, workplace, model: join(folder, 'model.onnx') };
}
