import { describe, expect, it } from 'vitest';

import { draftSession } from '../../src/core/session.ts';
import { Story, type Means } from '../../src/core/story.ts';
import { Transcription } from '../../src/core/transcription.ts';
import { Valve } from '../../src/core/valve.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { FakeClock, FakeEngine, FakeLedger, FakeRecorder, sound } from '../fixtures/fakes.ts';

const path = '/audio/s1.wav';

/** One recording that is transcribed, with every port in the test's hands, and what was told. */
function scene(changes: Partial<Means> = {}) {
  const told: string[] = [];
  const clock = new FakeClock();
  const ledger = new FakeLedger();
  const engine = new FakeEngine();
  const cancel = new AbortController();
  const controls = {
    stop: new AbortController().signal,
    cancel: cancel.signal,
    leave: new AbortController().signal,
    valve: new Valve(),
  };
  const means: Means = {
    clock,
    ledger,
    recorder: new FakeRecorder(),
    microphone: null,
    limits: { others: [], withinMs: 5000, maxMs: 600_000, quietMs: null },
    engine: () => engine,
    hints: { languages: [], words: [] },
    isTranscribedWhileRecording: true,
    polish: (text) => Promise.resolve({ text, error: null }),
    deliver: () => Promise.resolve([]),
    takeTurn: () => ({ ready: Promise.resolve(), leave: () => {} }),
    announce: (name, data) => {
      if ('line' in data) told.push(`${name}: ${data.line}`);
      else if ('text' in data) told.push(`${name}: ${data.text}`);
    },
    ...changes,
  };
  const draft = draftSession({
    id: 's1',
    createdAt: '2026-11-20T10:00:00.000Z',
    logPath: '/logs/s1.jsonl',
    overrides: {},
    settings: defaultSettings,
  });
  const story = new Story({ ...draft, audio_path: path, started_at: '2026' }, means, controls);
  const transcription = new Transcription(story);
  let recordedMs = 0;
  const samples: number[] = [];
  ledger.samples.set('s1', samples);
  return {
    told,
    clock,
    ledger,
    engine,
    story,
    transcription,
    cancel: () => cancel.abort(new WhisError('cancelled', 'Cancelled.')),
    /** Everything was recorded. */
    finish: (turn = () => Promise.resolve()) => {
      story.session = { ...story.session, duration_ms: recordedMs };
      return transcription.finish(turn);
    },
    /** So many seconds of speech, and a pause after them. */
    speak: (seconds: number) => {
      for (const frame of [sound(seconds * 1000), sound(1000, 0)]) {
        recordedMs += frame.length / 16;
        for (const sample of frame) samples.push(sample);
        transcription.add(frame);
      }
    },
  };
}

/** Lets everything that can go on without a new event go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a recording', () => {
  it('is given to its engine piece by piece while it goes on, and only the last is left', async () => {
    const it = scene();
    it.transcription.begin(path);
    expect(it.engine.warmings).toBe(1);
    it.speak(16);
    await settle();
    expect(it.engine.asked).toHaveLength(1);
    it.clock.pass(500);
    it.engine.answer('one two');
    await settle();
    expect(it.told).toEqual(['segment: one two', 'partial: one two']);
    it.speak(5);
    const text = it.finish();
    await settle();
    it.clock.pass(200);
    it.engine.answer('three');
    expect(await text).toEqual({
      text: 'one two three',
      segments: [
        { start_s: 0, end_s: 1, text: 'one two' },
        { start_s: expect.closeTo(16.5, 1), end_s: expect.closeTo(17.5, 1), text: 'three' },
      ],
    });
    expect(it.engine.asked).toHaveLength(2);
    expect(it.told.slice(2)).toEqual(['segment: three', 'partial: one two three']);
    expect(it.ledger.parts).toEqual(new Set());
    expect(it.story.session).toMatchObject({ engine: 'command', timings_ms: { engine: 200 } });
  });

  it('is put together in order, however many its engine takes at once', async () => {
    const it = scene();
    it.engine.parallel = 2;
    it.transcription.begin(path);
    for (let n = 0; n < 3; n += 1) it.speak(16);
    await settle();
    expect(it.engine.asked).toHaveLength(2);
    it.engine.answer('two', 1);
    await settle();
    expect(it.told).toEqual([]);
    expect(it.engine.asked).toHaveLength(3);
    it.engine.answer('one');
    await settle();
    expect(it.told).toEqual(['segment: one', 'partial: one', 'segment: two', 'partial: one two']);
    it.engine.answer('three');
    expect(await it.finish()).toMatchObject({ text: 'one two three' });
  });

  it('does not wait for its turn with its pieces, but with its text', async () => {
    const it = scene();
    it.transcription.begin(path);
    it.speak(16);
    const turn = Promise.withResolvers<void>();
    let isOver = false;
    const text = it.finish(() => turn.promise).finally(() => (isOver = true));
    await settle();
    it.engine.answer('one');
    await settle();
    expect(it.told).toContain('partial: one');
    expect(isOver).toBe(false);
    turn.resolve();
    expect(await text).toMatchObject({ text: 'one' });
  });

  it('goes whole when it is short, once its turn has come', async () => {
    const it = scene();
    it.transcription.begin(path);
    it.speak(5);
    const turn = Promise.withResolvers<void>();
    const text = it.finish(() => turn.promise);
    await settle();
    expect(it.engine.asked).toEqual([]);
    turn.resolve();
    await settle();
    expect(it.engine.asked).toEqual([path]);
    it.engine.answer('short');
    expect(await text).toMatchObject({ text: 'short' });
    expect(it.told).toEqual(['segment: short']);
  });

  it('goes whole when it is set so, with an engine that is warm', async () => {
    const it = scene({ isTranscribedWhileRecording: false });
    it.transcription.begin(path);
    it.speak(40);
    const text = it.finish();
    await settle();
    it.engine.answer('long');
    expect(await text).toMatchObject({ text: 'long' });
    expect(it.engine.asked).toEqual([path]);
    expect(it.engine.warmings).toBe(1);
  });

  it('goes whole after a piece has failed at its end', async () => {
    const it = scene();
    it.engine.parallel = 2;
    it.transcription.begin(path);
    for (let n = 0; n < 3; n += 1) it.speak(16);
    await settle();
    it.engine.answer('one');
    await settle();
    const text = it.finish();
    it.engine.fail(new WhisError('engine_failed', 'No.'));
    await settle();
    const [whole, ...pieces] = it.engine.asked.toReversed();
    expect(whole).toBe(path);
    expect(it.ledger.parts).toEqual(new Set());
    // Those that were called off have no use for an answer.
    for (let n = 0; n < pieces.length; n += 1) it.engine.answer('all of it');
    expect(await text).toMatchObject({ text: 'all of it', segments: [{ text: 'all of it' }] });
    expect(it.told).toEqual([
      'segment: one',
      'partial: one',
      'log_line: not transcribed while it was recorded (engine_failed); the whole recording is now',
      'partial: all of it',
    ]);
  });

  it('sends a piece that has failed again with the next one', async () => {
    const it = scene();
    it.transcription.begin(path);
    it.speak(16);
    await settle();
    it.engine.fail(new WhisError('engine_failed', 'It is gone for a while.'));
    await settle();
    expect(it.engine.asked).toHaveLength(1);
    it.speak(16);
    await settle();
    const [first, again] = it.engine.asked;
    expect(again).toBe(first);
    it.engine.answer('one');
    await settle();
    it.engine.fail(new WhisError('engine_failed', 'It is gone once more.'));
    await settle();
    const text = it.finish();
    await settle();
    it.engine.answer('two');
    expect(await text).toMatchObject({ text: 'one two' });
    expect(it.engine.asked).not.toContain(path);
    expect(it.ledger.parts).toEqual(new Set());
  });

  it('is not sent when nothing was said', async () => {
    const it = scene();
    it.transcription.begin(path);
    for (let n = 0; n < 40; n += 1) it.speak(0);
    expect(await it.finish()).toEqual({ text: '', segments: [] });
    expect(it.engine.asked).toEqual([]);
    expect(it.told).toEqual([]);
  });

  it('is not sent when it was not listened to and nothing was said, until it is asked for again', async () => {
    const it = scene();
    for (let n = 0; n < 3; n += 1) it.speak(0);
    expect(await it.finish()).toEqual({ text: '', segments: [] });
    expect(it.engine.asked).toEqual([]);
    it.story.session = { ...it.story.session, text: '' };
    const text = it.finish();
    await settle();
    it.engine.answer('very quiet');
    expect(await text).toMatchObject({ text: 'very quiet' });
  });

  it('tells the words at a forced cut once they are settled', async () => {
    const it = scene();
    it.transcription.begin(path);
    it.speak(31);
    await settle();
    it.engine.answer('one two thr');
    await settle();
    expect(it.told).toEqual(['partial: one two thr']);
    const text = it.finish();
    await settle();
    it.engine.answer('two three four');
    expect(await text).toMatchObject({
      text: 'one two three four',
      segments: [{ text: 'one two' }, { text: 'three four' }],
    });
    expect(it.told.slice(1)).toEqual([
      'segment: one two',
      'segment: three four',
      'partial: one two three four',
    ]);
  });

  it('is left at once when it is cancelled, and no part of it stays', async () => {
    const it = scene();
    it.transcription.begin(path);
    it.speak(16);
    await settle();
    const text = it.finish();
    it.cancel();
    await expect(text).rejects.toMatchObject({ code: 'cancelled' });
    await it.transcription.close();
    expect(it.ledger.parts).toEqual(new Set());
    expect(it.engine.asked).toHaveLength(1);
  });

  it('is kept without an engine, which is missed at its end only', async () => {
    const it = scene({
      engine: () => {
        throw new WhisError('no_engine', 'There is none.');
      },
    });
    it.transcription.begin(path);
    it.speak(40);
    await expect(it.finish()).rejects.toMatchObject({ code: 'no_engine' });
    await it.transcription.close();
  });
});

describe('a recording longer than its engine takes', () => {
  it('goes in pieces out of the file, that overlap', async () => {
    const it = scene({ isTranscribedWhileRecording: false });
    it.engine.longestMs = 25_000;
    it.transcription.begin(path);
    for (let n = 0; n < 7; n += 1) it.speak(9);
    const text = it.finish();
    for (const said of ['to be or not', 'or not to be that is', 'that is the question']) {
      await settle();
      it.engine.answer(said);
    }
    await settle();
    it.engine.answer('the question it is');
    expect(await text).toMatchObject({ text: 'to be or not to be that is the question it is' });
    expect(it.engine.asked).toEqual([
      `${path}.0-19750`,
      `${path}.16750-36500`,
      `${path}.33500-53250`,
      `${path}.50250-70000`,
    ]);
  });
});

describe('an engine that listens', () => {
  /** Words while they are spoken, as a test gives them. */
  function listening(finish: () => Promise<{ text: string; segments: [] }>) {
    let tell: (text: string) => void = () => {};
    let heard = 0;
    let closings = 0;
    return {
      heardMs: () => heard / 16,
      closings: () => closings,
      tell: (text: string) => tell(text),
      live: {
        add: (frame: Int16Array) => void (heard += frame.length),
        onText: (listener: (text: string) => void) => void (tell = listener),
        finish,
        close: () => void (closings += 1),
      },
    };
  }

  it('is given every frame, and its words are told as they come', async () => {
    const it = scene();
    const ear = listening(() => Promise.resolve({ text: 'one two', segments: [] }));
    it.engine.live = ear.live;
    it.transcription.add(sound(20));
    it.transcription.begin(path);
    it.speak(2);
    ear.tell('one');
    ear.tell('one t');
    it.speak(1);
    ear.tell('one two');
    expect(ear.heardMs()).toBe(5020);
    expect(await it.finish()).toEqual({ text: 'one two', segments: [] });
    expect(it.told).toEqual(['partial: one', 'partial: one two', 'partial: one two']);
    expect(it.engine.asked).toEqual([]);
    await it.transcription.close();
    expect(ear.closings()).toBe(1);
  });

  it('has no text where nothing was said, whatever it has made of that', async () => {
    const it = scene();
    const ear = listening(() => Promise.reject(new Error('It is not asked.')));
    it.engine.live = ear.live;
    it.transcription.begin(path);
    it.speak(0);
    ear.tell('if');
    expect(await it.finish()).toEqual({ text: '', segments: [] });
    expect(it.told).toEqual(['partial: if', 'partial: ']);
    expect(it.engine.asked).toEqual([]);
  });

  it('is given the whole recording when it fails', async () => {
    const it = scene();
    const ear = listening(() => Promise.reject(new WhisError('engine_failed', 'It died.')));
    it.engine.live = ear.live;
    it.transcription.begin(path);
    it.speak(2);
    const text = it.finish();
    await settle();
    it.engine.answer('all of it');
    expect(await text).toMatchObject({ text: 'all of it' });
    expect(it.engine.asked).toEqual([path]);
  });
});
