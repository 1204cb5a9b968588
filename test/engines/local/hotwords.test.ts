import { describe, expect, it } from 'vitest';

import type { Hints, LiveTranscription } from '../../../src/core/ports.ts';
import { installToneTransducer } from '../../fixtures/tone-transducer.ts';
import { speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

const said = 'a cab is red';
const meant = 'a cap is red';

describe('a transducer that is told which words may come up', () => {
  it.each<[string, readonly string[], string]>([
    ['no words', [], said],
    ['a word that may be meant', ['cap'], meant],
    ['a word that its tokens cannot write, beside one that may be meant', ['Zürich', 'cap'], meant],
  ])('hears whole recordings with %s', async (_, words, heard) => {
    const { engine, workplace } = await open(false);
    const audio = await workplace.record(samplesOf(said));
    expect((await engine.transcribe({ ...audio, words }, never)).text).toBe(heard);
  });

  it.each<[string, readonly string[], string]>([
    ['no words', [], said],
    ['a word that may be meant', ['cap'], meant],
    ['a word that its tokens cannot write, beside one that may be meant', ['Zürich', 'cap'], meant],
  ])('writes while it listens with %s', async (_, words, heard) => {
    const { engine, workplace } = await open(true);
    const hints: Hints = { language: null, languages: [], words };
    const live = engine.listen(hints) as LiveTranscription;
    live.add(samplesOf(said));
    expect((await live.finish(never)).text).toBe(heard);
    const audio = await workplace.record(samplesOf(said));
    expect((await engine.transcribe({ ...audio, words }, never)).text).toBe(heard);
    expect(workplace.children).toHaveLength(1);
  });
});

async function open(isStreaming: boolean) {
  const workplace = await openWorkplace();
  await installToneTransducer(workplace.modelsFolder, { isStreaming });
  return { workplace, engine: workplace.open().choose(settingsWith('local')) };
}

function samplesOf(text: string): Int16Array {
  return speakTones(text, { gapMs: 80 });
}
