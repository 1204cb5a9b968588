import { describe, expect, it } from 'vitest';

import { inPieces } from '../../src/core/ahead.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import { FakeEngine, FakeLedger, sound } from '../fixtures/fakes.ts';

const path = '/audio/s1.wav';

/** One recording, with an engine that can tell speech from other sound, and what was told of it. */
function scene() {
  const engine = new FakeEngine();
  engine.isDetecting = true;
  const texts: string[] = [];
  const halt = new AbortController();
  const ahead = inPieces({
    engine,
    ledger: new FakeLedger(),
    path,
    hints: { language: null, languages: [], words: [] },
    halt: halt.signal,
    onText: (_segments, text) => void texts.push(text),
  });
  const { detector } = engine;
  if (!detector) throw new Error('The engine was not asked for a detector.');
  /** Records so much sound that is loud as speech, or silence. */
  const record = (kind: 'loud' | 'silent', ms: number) =>
    ahead.add(sound(ms, kind === 'loud' ? 5000 : 0));
  return {
    ahead,
    engine,
    detector,
    record,
    /** Records so much sound of one kind, of which the detector says at once whether it is speech. */
    judge: (kind: 'loud' | 'silent', isSpeech: boolean, ms: number) => {
      record(kind, ms);
      detector.tell(isSpeech);
    },
    cancel: () => halt.abort(new WhisError('cancelled', 'Cancelled.')),
    asked: () => engine.asked.map((part) => part.slice(path.length + 1)),
  };
}

/** Lets everything that can go on without a new event go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** From where to where a part was cut. */
function bounds(part: string): [from: number, to: number] {
  const [from, to] = part.split('-').map(Number);
  return [from ?? NaN, to ?? NaN];
}

describe('a recording whose engine tells speech from other sound', () => {
  it('is not sent where there is none, however loud it is, and has no text', async () => {
    const { ahead, detector, judge, asked } = scene();
    for (let n = 0; n < 40; n += 1) judge('loud', false, 1000);
    const text = ahead.finish();
    detector.end();
    expect(await text).toEqual({ text: '', segments: [] });
    expect(asked()).toEqual([]);
  });

  it('is sent where somebody speaks, however quiet, with half a second around it', async () => {
    const { engine, ahead, detector, judge, asked } = scene();
    judge('silent', false, 10_000);
    judge('silent', true, 16_000);
    judge('loud', false, 2000);
    await settle();
    const [[from, to] = []] = asked().map(bounds);
    expect(from).toBe(9480);
    expect(to).toBeGreaterThan(26_200);
    expect(to).toBeLessThanOrEqual(26_500);
    engine.answer('one');
    const text = ahead.finish();
    detector.end();
    expect(await text).toMatchObject({ text: 'one' });
    expect(asked()).toHaveLength(1);
  });

  it('is cut where nobody speaks, once that is told', async () => {
    const { detector, record, judge, asked } = scene();
    judge('loud', true, 16_000);
    // Somebody hums.
    record('loud', 1000);
    await settle();
    expect(asked()).toEqual([]);
    detector.events.heard(16.5 * 16_000, false);
    await settle();
    expect(asked()).toEqual([]);
    detector.tell(false);
    await settle();
    const [[from, to] = []] = asked().map(bounds);
    expect(from).toBe(0);
    expect(to).toBeGreaterThan(16_000);
    expect(to).toBeLessThan(17_000);
  });

  it('is cut all the same when it is told late', async () => {
    const { engine, ahead, detector, record, asked } = scene();
    for (let n = 0; n < 3; n += 1) {
      record('loud', 16_000);
      record('silent', 1000);
    }
    await settle();
    expect(asked()).toEqual([]);
    for (let n = 1; n <= 3; n += 1) {
      detector.events.heard((17 * n - 1) * 16_000, true);
      detector.events.heard(17 * n * 16_000, false);
    }
    const text = ahead.finish();
    detector.end();
    for (const said of ['one', 'two', 'three']) {
      await settle();
      engine.answer(said);
    }
    expect(await text).toMatchObject({ text: 'one two three' });
    for (const [index, [from, to]] of asked().map(bounds).entries()) {
      expect(from).toBeGreaterThanOrEqual(Math.max(0, 17_000 * index - 1000));
      expect(from).toBeLessThanOrEqual(17_000 * index);
      expect(to).toBeGreaterThan(17_000 * index + 16_000);
      expect(to).toBeLessThan(17_000 * index + 17_000);
    }
  });

  it('goes by loudness from where it was told last, once nothing more is told', async () => {
    const { engine, ahead, detector, record, judge, asked } = scene();
    judge('loud', false, 10_000);
    judge('loud', true, 10_000);
    record('silent', 500);
    record('loud', 6000);
    detector.events.lost();
    record('silent', 1000);
    await settle();
    const [[from, to] = []] = asked().map(bounds);
    expect(from).toBe(9480);
    expect(to).toBeGreaterThan(26_500);
    expect(to).toBeLessThanOrEqual(27_500);
    engine.answer('one');
    record('loud', 2000);
    const text = ahead.finish();
    detector.end();
    await settle();
    expect(asked()).toHaveLength(2);
    engine.answer('two');
    expect(await text).toMatchObject({ text: 'one two' });
  });

  it.each([
    ['lost before it told anything', true],
    ['late until the stop', false],
  ])('goes by loudness with a detector that is %s', async (_, isLost) => {
    const { engine, ahead, detector, record, asked } = scene();
    record('loud', 1000);
    if (isLost) detector.events.lost();
    record('loud', 15_000);
    record('silent', 1000);
    record('loud', 2000);
    const text = ahead.finish();
    detector.end();
    await settle();
    engine.answer('one');
    await settle();
    engine.answer('two');
    expect(await text).toMatchObject({ text: 'one two' });
    const [first, second] = asked().map(bounds);
    expect(first).toEqual([0, expect.closeTo(16_500, -3)]);
    expect(second).toEqual([expect.closeTo(16_500, -3), 19_000]);
  });

  it('waits at the stop for what the detector has to say of the rest', async () => {
    const { ahead, detector, judge, record, asked } = scene();
    judge('silent', false, 5000);
    record('loud', 300);
    const text = ahead.finish();
    await settle();
    detector.tell(false);
    detector.end();
    expect(await text).toEqual({ text: '', segments: [] });
    expect(asked()).toEqual([]);
  });

  it('goes whole when it is short and somebody speaks in it', async () => {
    const { ahead, detector, judge } = scene();
    judge('silent', true, 3000);
    const text = ahead.finish();
    detector.end();
    expect(await text).toBeNull();
  });

  it('does not wait for its detector when it is cancelled, and lets go of it', async () => {
    const { ahead, detector, record, cancel } = scene();
    record('loud', 3000);
    const text = ahead.finish();
    cancel();
    await expect(text).rejects.toMatchObject({ code: 'cancelled' });
    await ahead.close();
    expect(detector.closings).toBe(1);
  });

  it('is heard by its detector from its first sample on', () => {
    const { detector, record } = scene();
    record('silent', 100);
    record('loud', 400);
    expect(detector.added).toBe(8000);
  });
});
