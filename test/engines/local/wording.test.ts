import { describe, expect, it } from 'vitest';

import type { LiveTranscription } from '../../../src/core/ports.ts';
import { inOwnMarks, small } from '../../../src/engines/local/wording.ts';
import {
  installPunctuation,
  installStreamingToneModel,
  installToneModel,
} from '../../fixtures/tone-model.ts';
import { speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

describe('a punctuation model', () => {
  it.each([
    ['whole recordings', installToneModel],
    ['what is spoken', installStreamingToneModel],
  ])('writes into a text of %s that has no punctuation', async (_, install) => {
    const workplace = await openWorkplace();
    await install(workplace.modelsFolder);
    await installPunctuation(workplace.modelsFolder);
    const engine = workplace.open().choose(settingsWith('local'));
    const samples = speakTones('hello how are you', { gapMs: 80 });
    const text = 'hello, how are you?';
    const transcript = await engine.transcribe(await workplace.record(samples), never);
    expect(transcript).toMatchObject({ text, segments: [{ text }] });
    const live = engine.listen({ language: null, languages: [], words: [] });
    if (install === installToneModel) return expect(live).toBeNull();
    (live as LiveTranscription).add(samples);
    expect(await live?.finish(never)).toMatchObject({ text, segments: [{ text }] });
  });

  it('leaves a text alone whose language it may not know', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder);
    await installPunctuation(workplace.modelsFolder, { languages: ['en', 'zh'] });
    const engine = workplace.open().choose(settingsWith('local'));
    const audio = await workplace.say('hello you');
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'hello you' });
  });
});

describe('inOwnMarks', () => {
  it.each([
    ['hello，world。', 'hello, world.'],
    ['it is 5、6？ yes。', 'it is 5, 6? yes.'],
    ['你好，世界。', '你好，世界。'],
    ['', ''],
  ])('makes %j %j', (given, made) => {
    expect(inOwnMarks(given)).toBe(made);
  });
});

describe('small', () => {
  it.each([
    ['HELLO WORLD', 'hello world'],
    ['Hello NASA', 'Hello NASA'],
    ['你好', '你好'],
  ])('makes %j %j', (given, made) => {
    expect(small(given)).toBe(made);
  });
});
