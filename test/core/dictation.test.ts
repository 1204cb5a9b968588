import { describe, expect, it } from 'vitest';

import { dictate, transcribeFile, transcribeKept, type Moments } from '../../src/core/dictation.ts';
import { draftSession } from '../../src/core/session.ts';
import type { Means } from '../../src/core/story.ts';
import { Turns } from '../../src/core/turns.ts';
import { Valve } from '../../src/core/valve.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import type { Session } from '../../src/protocol/session.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { FakeClock, FakeEngine, FakeLedger, FakeRecorder, sound } from '../fixtures/fakes.ts';

/** One dictation with every port in the test's hands, and the list of what was told, in order. */
function scene(
  limits = { maxMs: 60_000, quietMs: null as number | null },
  changes: Partial<Means> = {},
) {
  const told: string[] = [];
  const clock = new FakeClock();
  const ledger = new FakeLedger();
  const recorder = new FakeRecorder();
  const engine = new FakeEngine();
  const delivered: string[] = [];
  const stop = new AbortController();
  const cancel = new AbortController();
  const leave = new AbortController();
  const valve = new Valve();
  const turns = new Turns();
  const heard = Promise.withResolvers<void>();
  const means: Means = {
    clock,
    ledger,
    recorder,
    microphone: null,
    limits: { others: [], withinMs: 5000, ...limits },
    engine: () => engine,
    hints: { languages: [], words: [] },
    isTranscribedWhileRecording: true,
    polish: (raw) => Promise.resolve({ text: raw.trim(), error: null }),
    deliver: (text) => {
      delivered.push(text);
      return Promise.resolve([{ to: 'clipboard', confirmed: true, at: '2026', error: null }]);
    },
    takeTurn: () => turns.take(),
    announce: (name, data) => {
      const session = 'session' in data ? ` ${data.session.status}` : '';
      told.push(`${name}${session}`);
    },
    ...changes,
  };
  const moments: Moments = {
    heard: () => {
      told.push('heard');
      heard.resolve();
      return true;
    },
    captured: () => told.push('captured'),
    unheard: ({ code }) => told.push(`unheard ${code}`),
    level: () => {},
    microphone: () => {},
  };
  const draft: Session = draftSession({
    id: 's1',
    createdAt: '2026-11-20T10:00:00.000Z',
    logPath: '/logs/s1.jsonl',
    overrides: { label: 'letter' },
    settings: defaultSettings,
  });
  const controls = { stop: stop.signal, cancel: cancel.signal, leave: leave.signal, valve };
  return {
    told,
    clock,
    ledger,
    recorder,
    engine,
    delivered,
    stop,
    cancel,
    leave,
    valve,
    means,
    turns,
    draft,
    controls,
    heard: heard.promise,
    begin: () => dictate(draft, { means, controls, moments }),
    /** Says the first of it; resolves when that is heard. */
    async speak(ms: number): Promise<void> {
      recorder.give(sound(ms));
      await heard.promise;
    },
    /** Waits until the engine is asked, and has it understand this. */
    async answer(text: string): Promise<void> {
      await expect.poll(() => engine.asked).toHaveLength(1);
      engine.answer(text);
    },
  };
}

/** Lets everything that can go on without a new event go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('dictate', () => {
  it('tells its story in order: durable first, then heard, captured, text, delivery', async () => {
    const it = scene();
    const end = it.begin();
    expect(it.ledger.saved).toHaveLength(1);
    expect(it.told).toEqual([]);
    await it.speak(500);
    it.stop.abort();
    await expect.poll(() => it.engine.asked).toEqual(['/audio/s1.wav']);
    it.engine.answer('  hello world ');
    const session = await end;
    expect(session).toMatchObject({
      status: 'done',
      text: 'hello world',
      raw_text: '  hello world ',
      duration_ms: 500,
      engine: 'command',
      label: 'letter',
      delivered: [{ to: 'clipboard', confirmed: true }],
      segments: [{ text: '  hello world ' }],
      error: null,
    });
    expect(it.delivered).toEqual(['hello world']);
    expect(it.told).toEqual([
      'heard',
      'session_started recording',
      'session_updated transcribing',
      'captured',
      'session_updated transcribing',
      'segment',
      'session_done',
      'delivered',
      'session_updated done',
    ]);
    expect(it.ledger.saved.at(-1)).toEqual(session);
  });

  it('measures the timings by the clock that never goes back', async () => {
    const it = scene();
    const end = it.begin();
    it.clock.pass(40);
    await it.speak(500);
    it.stop.abort();
    await expect.poll(() => it.engine.asked).toHaveLength(1);
    it.clock.pass(700);
    it.engine.answer('hello');
    expect((await end)?.timings_ms).toEqual({
      requested_to_first_frame: 40,
      stop_to_text: 700,
      engine: 700,
      text: 0,
      delivery: 0,
    });
  });

  it('leaves no trace of a dictation in which nothing was ever heard', async () => {
    const it = scene();
    const end = it.begin();
    it.recorder.give(new WhisError('microphone_lost', 'It is gone.'));
    expect(await end).toBeNull();
    expect(it.told).toEqual(['unheard microphone_unavailable']);
    expect(it.ledger.discarded).toEqual(['s1']);
  });

  it('keeps and transcribes what was heard before the microphone was lost', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(800);
    it.recorder.give(new WhisError('microphone_lost', 'It is gone.'));
    await it.answer('half a');
    expect(await end).toMatchObject({ status: 'done', text: 'half a', duration_ms: 800 });
    expect(it.told).toContain('microphone_lost');
  });

  it('treats sound that ends by itself as a lost microphone', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(300);
    it.recorder.give(null);
    await it.answer('x');
    await end;
    expect(it.told).toContain('microphone_lost');
    expect(it.recorder.openings).toBe(1);
  });

  it('keeps the audio of a cancelled dictation', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(500);
    it.cancel.abort(new WhisError('cancelled', 'Cancelled.'));
    expect(await end).toMatchObject({
      status: 'cancelled',
      text: null,
      duration_ms: 500,
      audio_path: '/audio/s1.wav',
      error: null,
    });
    expect(it.told.at(-1)).toBe('session_cancelled');
    expect(it.engine.asked).toEqual([]);
  });

  it('fails with the reason, the audio kept, when the engine fails', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(500);
    it.stop.abort();
    await expect.poll(() => it.engine.asked).toHaveLength(1);
    it.engine.fail(new WhisError('engine_timeout', 'Too slow.'));
    expect(await end).toMatchObject({
      status: 'failed',
      audio_path: '/audio/s1.wav',
      error: { code: 'engine_timeout', message: 'Too slow.' },
    });
    expect(it.delivered).toEqual([]);
  });

  it('leaves a session as it is for the next start when the daemon ends', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(500);
    it.stop.abort();
    it.leave.abort();
    expect(await end).toMatchObject({ status: 'transcribing', error: null, duration_ms: 500 });
    expect(it.told).not.toContain('session_failed');
  });

  it('closes the microphone while it is held and goes on in the same session', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(300);
    it.valve.hold();
    await settle();
    it.valve.release();
    await expect.poll(() => it.recorder.openings).toBe(2);
    it.recorder.give(sound(200));
    await settle();
    it.stop.abort();
    await it.answer('both');
    expect(await end).toMatchObject({ duration_ms: 500, text: 'both' });
  });

  it('can be stopped while it is held', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(300);
    it.valve.hold();
    await settle();
    it.stop.abort();
    await it.answer('held');
    expect(await end).toMatchObject({ text: 'held' });
    expect(it.recorder.openings).toBe(1);
  });

  it('stops by itself at the limit, after a warning', async () => {
    const it = scene({ maxMs: 61_000, quietMs: null }, { isTranscribedWhileRecording: false });
    const end = it.begin();
    for (let n = 0; n < 61; n += 1) it.recorder.give(sound(1000));
    await it.answer('long');
    expect(await end).toMatchObject({ status: 'done', duration_ms: 61_000 });
    expect(it.told.indexOf('limit_near')).toBeLessThan(it.told.indexOf('captured'));
  });

  it('stops by itself after silence, but only once something was said', async () => {
    const it = scene({ maxMs: 60_000, quietMs: 1000 });
    const end = it.begin();
    it.recorder.give(sound(3000, 0));
    it.recorder.give(sound(500));
    it.recorder.give(sound(1000, 0));
    await it.answer('said');
    expect(await end).toMatchObject({ duration_ms: 4500 });
  });

  it('says so when nothing but digital silence has come for two seconds', async () => {
    const it = scene();
    const end = it.begin();
    it.recorder.give(sound(1900, 0));
    await it.heard;
    await settle();
    expect(it.told).not.toContain('microphone_silent');
    it.recorder.give(sound(200, 0));
    await expect.poll(() => it.told).toContain('microphone_silent');
    it.cancel.abort(new WhisError('cancelled', 'Cancelled.'));
    await end;
  });

  it('asks no engine about less than a tenth of a second', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(90);
    it.stop.abort();
    expect(await end).toMatchObject({ status: 'done', text: '' });
    expect(it.engine.asked).toEqual([]);
    expect(it.delivered).toEqual([]);
  });

  it('delivers the text even when the disk does not take it', async () => {
    const it = scene();
    const end = it.begin();
    await it.speak(500);
    it.stop.abort();
    await expect.poll(() => it.engine.asked).toHaveLength(1);
    it.ledger.isFull = true;
    it.engine.answer('precious');
    expect(await end).toMatchObject({
      status: 'done',
      text: 'precious',
      error: { code: 'storage_failed' },
    });
    expect(it.delivered).toEqual(['precious']);
  });

  it('does not begin when not even the first line can be kept', async () => {
    const it = scene();
    it.ledger.isFull = true;
    expect(await it.begin()).toBeNull();
    expect(it.recorder.openings).toBe(0);
    expect(it.told).toEqual(['unheard storage_failed']);
  });

  it('waits for its turn, and can be cancelled while it waits', async () => {
    const it = scene();
    const before = it.turns.take();
    const end = it.begin();
    await it.speak(500);
    it.stop.abort();
    await expect.poll(() => it.told).toContain('captured');
    expect(it.engine.asked).toEqual([]);
    it.cancel.abort(new WhisError('cancelled', 'Cancelled.'));
    expect(await end).toMatchObject({ status: 'cancelled' });
    before.leave();
  });
});

describe('transcribeKept', () => {
  it('keeps the text that was there when another try fails', async () => {
    const it = scene();
    const done: Session = {
      ...it.draft,
      status: 'done',
      text: 'first',
      started_at: '2026',
      audio_path: '/audio/s1.wav',
      duration_ms: 900,
    };
    const end = transcribeKept(done, it);
    await expect.poll(() => it.engine.asked).toHaveLength(1);
    it.engine.fail(new WhisError('engine_failed', 'No.'));
    expect(await end).toMatchObject({
      status: 'done',
      text: 'first',
      error: { code: 'engine_failed' },
    });
  });

  it('works anew on what the engine has said, without asking it and without the audio', async () => {
    const it = scene();
    const segments = [{ start_s: 0, end_s: 1, text: ' said ' }];
    const said = { text: ' said ', segments };
    const done: Session = { ...it.draft, status: 'done', text: 'first', started_at: '2026' };
    expect(await transcribeKept(done, { ...it, said })).toMatchObject({
      status: 'done',
      text: 'said',
      raw_text: ' said ',
      segments,
      engine: null,
    });
    expect(it.engine.asked).toEqual([]);
    expect(it.delivered).toEqual(['said']);
  });

  it('delivers the text whose preset has failed, and tells that with it', async () => {
    const it = scene();
    const error = { code: 'preset_failed', message: 'The preset “email” failed.' };
    const polish = () => Promise.resolve({ text: 'as said', error });
    const told: unknown[] = [];
    const means: Means = {
      ...it.means,
      polish,
      announce: (event, data) => event === 'session_done' && told.push(data),
    };
    const said = { text: 'as said', segments: [] };
    expect(await transcribeKept(it.draft, { ...it, means, said })).toMatchObject({
      status: 'done',
      text: 'as said',
      error,
    });
    expect(it.delivered).toEqual(['as said']);
    expect(told).toEqual([expect.objectContaining({ text: 'as said', error })]);
  });

  it('says that the audio is gone', async () => {
    const it = scene();
    expect(await transcribeKept({ ...it.draft, started_at: '2026' }, it)).toMatchObject({
      status: 'failed',
      error: { code: 'audio_missing' },
    });
  });
});

describe('transcribeFile', () => {
  it('takes the frames of a file instead of a microphone', async () => {
    const it = scene();
    const end = transcribeFile(it.draft, async (append) => append(sound(700)), it);
    await it.answer('from a file');
    expect(await end).toMatchObject({ status: 'done', text: 'from a file', duration_ms: 700 });
    expect(it.recorder.openings).toBe(0);
  });

  it('fails with what is wrong with the file', async () => {
    const it = scene();
    const read = () => Promise.reject(new WhisError('invalid_audio', 'No sound in it.'));
    expect(await transcribeFile(it.draft, read, it)).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_audio' },
    });
  });
});
