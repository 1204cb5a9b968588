import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import type { SpeechDetector } from '../../../src/core/ports.ts';
import { sound } from '../../fixtures/fakes.ts';
import {
  installStreamingToneModel,
  installToneModel,
  installToneVad,
} from '../../fixtures/tone-model.ts';
import { speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

const oddChild = resolve(import.meta.dirname, 'odd-child.ts');
const [heard, die, babble, refuse, silence] = [0, 1, 2, 3, 4];
const hints = { language: null, languages: [], words: [] };

describe('speech, while it is recorded, with the real detector', () => {
  it('is told from silence, with its times and to the last sample', async () => {
    const { open, told } = await openVad();
    const detector = open();
    const letters = speakTones('aaaaaaaaaa', { leadMs: 2000, gapMs: 0, tailMs: 2000 });
    add(detector, letters);
    await detector.finish();
    const edges = told.filter(([, isSpeech], at) => isSpeech !== told[at + 1]?.[1]);
    expect(edges.map(([, isSpeech]) => isSpeech)).toEqual([false, true, false]);
    expect(edges.map(([until]) => until / 16_000)).toEqual([
      expect.closeTo(2, 1),
      expect.closeTo(2.8, 1),
      letters.length / 16_000,
    ]);
  });

  it('is told while it goes on, at most a fifth of a second late', async () => {
    const { open, told } = await openVad();
    const detector = open();
    add(detector, sound(3000));
    await expect.poll(() => told.at(-1)?.[0]).toBeGreaterThanOrEqual(2800 * 16);
    expect(told.at(-1)?.[1]).toBe(true);
    detector.close();
  });

  it('is told of all that was recorded while the models were loaded, before what recognises is', async () => {
    const { engine, workplace, open, told } = await openVad();
    const detector = open();
    engine.warmUp(hints);
    add(detector, sound(20_000));
    await detector.finish();
    expect(told.at(-1)).toEqual([20_000 * 16, true]);
    expect(await engine.transcribe(await workplace.say('hello'), never)).toMatchObject({
      text: 'hello',
    });
    expect(workplace.children).toHaveLength(1);
  });

  it('is told of beside recordings that are transcribed, each by its own detector', async () => {
    const { engine, workplace, open, told } = await openVad();
    const [one, two] = [open(), open()];
    const long = await workplace.say('the quick brown fox '.repeat(15).trim());
    const text = engine.transcribe(long, never);
    for (let n = 0; n < 20; n += 1) {
      add(one, sound(500));
      add(two, sound(500, 0));
    }
    await Promise.all([one.finish(), two.finish()]);
    expect(told.filter(([until]) => until === 160_000)).toEqual([
      [160_000, true],
      [160_000, false],
    ]);
    expect((await text).text.replaceAll(' ', '')).toBe('thequickbrownfox'.repeat(15));
  });

  it('is heard anew each time', async () => {
    const { open, told } = await openVad();
    const early = open();
    early.close();
    early.add(sound(100));
    for (const amplitude of [5000, 0, 5000]) {
      const detector = open();
      add(detector, sound(1000, amplitude));
      await detector.finish();
    }
    expect(told.filter(([until]) => until === 16_000).map(([, isSpeech]) => isSpeech)).toEqual([
      true,
      false,
      true,
    ]);
    expect(await Promise.all([open().finish(), open().finish()])).toHaveLength(2);
  });

  it('is told while a model takes the place of another, with the process', async () => {
    const { engine, workplace, engines, open, told } = await openVad();
    await engine.transcribe(await workplace.say('before'), never);
    await installToneModel(workplace.modelsFolder, 'others');
    const other = engines.choose(settingsWith('local', { local: { model: 'others' } }));
    const detector = open(other);
    other.warmUp(hints);
    add(detector, sound(1000));
    expect(await other.transcribe(await workplace.say('after'), never)).toMatchObject({
      text: 'after',
    });
    add(detector, sound(1000));
    await detector.finish();
    expect(told.at(-1)).toEqual([32_000, true]);
    expect(workplace.children).toHaveLength(2);
  });

  it('is not told without its model, nor where words are told at once', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder);
    const events = { heard: () => {}, lost: () => {} };
    const choose = (model: string) =>
      workplace.open().choose(settingsWith('local', { local: { model } }));
    expect(choose('tones').detectSpeech(hints, events)).toBeNull();
    await installToneVad(workplace.modelsFolder);
    await installStreamingToneModel(workplace.modelsFolder, 'live');
    expect(choose('live').detectSpeech(hints, events)).toBeNull();
    expect(choose('tones').detectSpeech({ ...hints, language: 'fr' }, events)).toBeNull();
    expect(workplace.children).toHaveLength(0);
  });

  it('is lost with a model that cannot be loaded, which is tried once', async () => {
    const { engine, workplace, folder, open, lost } = await openVad();
    await writeFile(join(folder, 'model.onnx'), 'nothing of use');
    const detector = open();
    add(detector, sound(1000));
    await lost;
    await detector.finish();
    expect(engine.detectSpeech(hints, { heard: () => {}, lost: () => {} })).toBeNull();
    expect(await engine.transcribe(await workplace.say('hello'), never)).toMatchObject({
      text: 'hello',
    });
  });
});

describe('speech, told by a process that', () => {
  it.each([
    ['dies', die],
    ['answers garbage', babble],
    ['says no', refuse],
  ])('%s, is lost at once', async (_, wish) => {
    const { open, lost, told } = await openVad({ child: oddChild });
    const detector = open();
    detector.add(frame(wish));
    await lost;
    await detector.finish();
    expect(told).toEqual([]);
  });

  it('hears no more, does not hold up the stop, and nothing is told after it', async () => {
    const { open, told } = await openVad({ child: oddChild, baseMs: 50 });
    const detector = open();
    detector.add(frame(silence));
    await detector.finish();
    detector.add(frame(heard));
    expect(told).toEqual([]);
  });

  it('hears no more, is lost while one still speaks', async () => {
    const { workplace, engine, engines, open, lost } = await openVad({ child: oddChild });
    // Here everything is loaded, however long a busy machine takes.
    await engine.transcribe({ ...(await workplace.say('')), path: 'babble first' }, never);
    const settings = settingsWith('local');
    const deadlines = { ...settings.deadlines, engine_start_seconds: 1 };
    const detector = open(engines.choose({ ...settings, deadlines }));
    detector.add(frame(silence));
    await lost;
    await detector.finish();
    expect(workplace.children).toHaveLength(1);
  });

  it('is ended while one speaks, is lost', async () => {
    const { workplace, engine, open, lost } = await openVad({ child: oddChild });
    const detector = open();
    await engine.transcribe({ ...(await workplace.say('')), path: 'babble first' }, never);
    detector.add(frame(silence));
    await engine.close();
    await lost;
    await detector.finish();
    expect(workplace.children).toHaveLength(1);
  });

  it('is ended while it starts, is lost, and no other is started for what waits for its turn', async () => {
    const { workplace, engine, open, lost } = await openVad();
    const detector = open();
    engine.warmUp(hints);
    await expect.poll(() => workplace.children).toHaveLength(1);
    await engine.close();
    await lost;
    await detector.finish();
    await setImmediate();
    expect(workplace.children).toHaveLength(1);
  });
});

/** `baseMs`: a minute for a machine that is busy, unless the test is about a child that hangs. */
async function openVad({ child, baseMs = 60_000 }: { child?: string; baseMs?: number } = {}) {
  const workplace = await openWorkplace();
  await installToneModel(workplace.modelsFolder);
  const folder = await installToneVad(workplace.modelsFolder);
  const timing = { detector: { baseMs, perAudioMs: 0 } };
  const engines = workplace.open({ timing, ...(child !== undefined && { child }) });
  const engine = engines.choose(settingsWith('local'));
  const told: Array<[until: number, isSpeech: boolean]> = [];
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>();
  const events = {
    heard: (until: number, isSpeech: boolean) => void told.push([until, isSpeech]),
    lost: lose,
  };
  return {
    workplace,
    engines,
    engine,
    folder,
    told,
    lost,
    open: (by = engine) => by.detectSpeech(hints, events) as SpeechDetector,
  };
}

function add(detector: SpeechDetector, samples: Int16Array): void {
  for (let at = 0; at < samples.length; at += 500) detector.add(samples.slice(at, at + 500));
}

/** As much as is sent at once. */
function frame(firstSample: number, length = 1600): Int16Array {
  const samples = new Int16Array(length);
  samples[0] = firstSample;
  return samples;
}
