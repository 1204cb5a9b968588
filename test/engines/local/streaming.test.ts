import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { Hints, LiveTranscription } from '../../../src/core/ports.ts';
import { installStreamingToneModel, installToneModel } from '../../fixtures/tone-model.ts';
import { speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

const hints: Hints = { language: null, languages: [], words: [] };
const frameLength = 512;

describe('a model that writes while it listens', () => {
  it('writes the words as they are spoken, and the exact text with its times at the end', async () => {
    const { listen } = await openStreaming();
    const live = listen();
    const texts: string[] = [];
    live.onText((text) => texts.push(text));
    speak(live, say('hello world', { tailMs: 2500 }));
    await expect.poll(() => texts.at(-1)).toBe('hello world');
    speak(live, say('good bye', { tailMs: 0 }));
    const { text, segments } = await live.finish(never);
    expect(text).toBe('hello world good bye');
    expect(segments).toEqual([
      { start_s: expect.closeTo(0.3, 0), end_s: expect.closeTo(2.2, 0), text: 'hello world' },
      { start_s: expect.closeTo(4.9, 0), end_s: expect.closeTo(6.1, 0), text: 'good bye' },
    ]);
    // Each text goes on from the one before it: nothing that was shown is taken back.
    for (const [index, later] of texts.slice(1).entries())
      expect(later.startsWith(texts[index] ?? '')).toBe(true);
    expect(texts).toContain('hel');
  });

  it('transcribes a file too, to its very last letter', async () => {
    const { engine, workplace } = await openStreaming();
    const words = 'the quick brown fox';
    const samples = [say(words, { tailMs: 2000 }), say(words, { tailMs: 0 })];
    const transcript = await engine.transcribe(await workplace.record(joined(samples)), never);
    expect(transcript.text).toBe(`${words} ${words}`);
    expect(transcript.segments.map(({ text }) => text)).toEqual([words, words]);
  });

  it('hears nothing in silence, and in no sound at all', async () => {
    const { engine, listen, workplace } = await openStreaming();
    expect(await engine.transcribe(await workplace.record(new Int16Array(0)), never)).toEqual({
      text: '',
      segments: [],
    });
    const live = listen();
    live.add(new Int16Array(30 * 16_000));
    expect(await live.finish(never)).toEqual({ text: '', segments: [] });
    expect(await listen().finish(never)).toEqual({ text: '', segments: [] });
  });

  it('listens to many, and transcribes beside it, by one child that is loaded once', async () => {
    const { engine, listen, workplace } = await openStreaming();
    engine.warmUp(hints);
    engine.warmUp(hints);
    const lives = [listen(), listen()] as const;
    speak(lives[0], say('one'));
    const file = engine.transcribe(await workplace.record(say('a file')), never);
    speak(lives[1], say('two'));
    speak(lives[0], say('more'));
    const heard = await Promise.all([lives[0].finish(never), lives[1].finish(never), file]);
    expect(heard.map(({ text }) => text)).toEqual(['onemore', 'two', 'a file']);
    expect(workplace.children).toHaveLength(1);
  });

  it('goes on listening while another model transcribes', async () => {
    const { engines, listen, workplace } = await openStreaming();
    await installToneModel(workplace.modelsFolder, 'whole');
    const live = listen();
    speak(live, say('before'));
    const whole = engines.choose(settingsWith('local', { local: { model: 'whole' } }));
    expect(await whole.transcribe(await workplace.say('meanwhile'), never)).toMatchObject({
      text: 'meanwhile',
    });
    speak(live, say(' after'));
    expect(await live.finish(never)).toMatchObject({ text: 'before after' });
    expect(workplace.children).toHaveLength(1);
  });

  it('may be left at any time, and more than once', async () => {
    const { listen, workplace } = await openStreaming();
    const early = listen();
    early.close();
    const live = listen();
    speak(live, say('never mind'));
    live.close();
    live.close();
    live.add(new Int16Array(frameLength));
    await expect(live.finish(never)).rejects.toThrow('Nobody wants to know');
    const next = listen();
    speak(next, say('next'));
    expect(await next.finish(never)).toMatchObject({ text: 'next' });
    expect(workplace.children).toHaveLength(1);
  });

  it('makes capitals small, and a text of its own kind only', async () => {
    const { listen, folder } = await openStreaming();
    const tokens = join(folder, 'tokens.txt');
    await writeFile(tokens, (await readFile(tokens, 'utf8')).replace(/^[a-z] /gm, capital));
    const live = listen();
    const texts: string[] = [];
    live.onText((text) => texts.push(text));
    speak(live, say('loud'));
    expect(await live.finish(never)).toMatchObject({ text: 'loud', segments: [{ text: 'loud' }] });
    expect(texts.at(-1)).toBe('loud');
  });

  it('is not listened to in a language that it does not know', async () => {
    const { engine } = await openStreaming();
    expect(engine.listen({ ...hints, language: 'fr' })).toBeNull();
    expect(engine.listen({ ...hints, languages: ['fr', 'it'] })).toBeNull();
    const live = engine.listen({ ...hints, languages: ['fr', 'de'] });
    expect(live).not.toBeNull();
    live?.close();
  });

  it('is not to be had from a model that hears whole recordings only', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder);
    expect(workplace.open().choose(settingsWith('local')).listen(hints)).toBeNull();
  });

  it('says at the end that its model could not be loaded', async () => {
    const { listen } = await openStreaming({});
    const live = listen();
    speak(live, say('hello'));
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/could not load it.*last words/s),
    });
  });
});

async function openStreaming(metadata?: Record<string, string>) {
  const workplace = await openWorkplace();
  const folder = await installStreamingToneModel(
    workplace.modelsFolder,
    'live',
    metadata ? { metadata } : {},
  );
  const engines = workplace.open();
  const engine = engines.choose(settingsWith('local', { local: { model: 'live' } }));
  const listen = () => engine.listen(hints) as LiveTranscription;
  return { engines, engine, listen, workplace, folder };
}

function say(text: string, timing: { tailMs?: number } = {}): Int16Array {
  return speakTones(text, { gapMs: 80, ...timing });
}

function speak(live: LiveTranscription, samples: Int16Array): void {
  for (let at = 0; at < samples.length; at += frameLength)
    live.add(samples.slice(at, at + frameLength));
}

function joined(parts: readonly Int16Array[]): Int16Array {
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

function capital(line: string): string {
  return line.toUpperCase();
}
