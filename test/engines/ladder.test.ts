import { describe, expect, it } from 'vitest';

import type { Engine, RecordedAudio } from '../../src/core/ports.ts';
import { Ladder, type Fall } from '../../src/engines/ladder.ts';
import { WhisError, type ErrorCode } from '../../src/protocol/errors.ts';
import type { EngineName } from '../../src/protocol/settings.ts';
import { FakeEngine } from '../fixtures/fakes.ts';

const audio: RecordedAudio = {
  path: '/audio/s1.wav',
  durationMs: 1000,
  language: null,
  languages: [],
  words: [],
};
const never = new AbortController().signal;

/** An engine of another name; its answers are in the test's hands. */
class Rung extends FakeEngine {
  override readonly name: EngineName;
  override readonly model: string;
  override readonly longestMs: number | null;

  constructor(name: EngineName, longestMs: number | null = null) {
    super();
    this.name = name;
    this.model = `${name}-model`;
    this.longestMs = longestMs;
  }
}

function ladderOf(...rungs: readonly [Engine, ...Engine[]]) {
  const falls: string[] = [];
  const onFall = ({ from, to, error }: Fall) => falls.push(`${from} ${error.code} ${to}`);
  return { ladder: new Ladder(rungs, onFall), falls };
}

const failure = (code: ErrorCode, message = `It was ${code}.`) => new WhisError(code, message);

/** Lets everything that can go on without a new event go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a ladder', () => {
  it.each<ErrorCode>([
    'engine_failed',
    'engine_timeout',
    'engine_unreachable',
    'no_engine',
    'program_failed',
    'program_missing',
    'program_timeout',
    'internal',
  ])('gives the same audio to the next one after %s', async (code) => {
    const [first, second] = [new Rung('openai'), new Rung('local')];
    const { ladder, falls } = ladderOf(first, second);
    expect(ladder).toMatchObject({ name: 'openai', model: 'openai-model' });
    const text = ladder.transcribe(audio, never);
    first.fail(failure(code));
    await expect.poll(() => second.asked).toEqual([audio.path]);
    second.answer('hello');
    expect(await text).toMatchObject({ text: 'hello' });
    expect(ladder).toMatchObject({ name: 'local', model: 'local-model' });
    expect(falls).toEqual([`openai ${code} local`]);
  });

  it('stays with the one that worked', async () => {
    const [first, second] = [new Rung('openai'), new Rung('local')];
    const { ladder } = ladderOf(first, second);
    const one = ladder.transcribe(audio, never);
    first.fail(failure('engine_failed'));
    await settle();
    second.answer('one');
    await one;
    const two = ladder.transcribe(audio, never);
    second.answer('two');
    expect(await two).toMatchObject({ text: 'two' });
    expect(first.asked).toHaveLength(1);
  });

  it('goes down once for pieces that fail together', async () => {
    const rungs = [new Rung('openai'), new Rung('groq'), new Rung('local')] as const;
    const { ladder, falls } = ladderOf(...rungs);
    const pieces = [ladder.transcribe(audio, never), ladder.transcribe(audio, never)];
    rungs[0].fail(failure('engine_unreachable'));
    rungs[0].fail(failure('engine_unreachable'));
    await settle();
    rungs[1].answer('one');
    rungs[1].answer('two');
    expect(await Promise.all(pieces)).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(falls).toEqual(['openai engine_unreachable groq']);
    expect(rungs[2].asked).toEqual([]);
  });

  it('tells what waiting may mend when all have failed, and begins at the top again', async () => {
    const [first, second] = [new Rung('local'), new Rung('openai')];
    const { ladder } = ladderOf(first, second);
    const lost = ladder.transcribe(audio, never);
    first.fail(failure('engine_failed', 'The model is broken.'));
    await settle();
    second.fail(failure('engine_unreachable', 'Nobody is there.'));
    await expect(lost).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: 'local: The model is broken. openai: Nobody is there.',
    });
    expect(ladder.name).toBe('openai');
    const again = ladder.transcribe(audio, never);
    expect(first.asked).toHaveLength(2);
    first.answer('after all');
    expect(await again).toMatchObject({ text: 'after all' });
    expect(ladder.name).toBe('local');
  });

  it('tells the first failure when waiting mends none', async () => {
    const [first, second] = [new Rung('openai'), new Rung('command')];
    const { ladder } = ladderOf(first, second);
    const lost = ladder.transcribe(audio, never);
    first.fail(failure('engine_failed'));
    await settle();
    second.fail(failure('program_failed'));
    await expect(lost).rejects.toMatchObject({ code: 'engine_failed' });
    expect(ladder.name).toBe('openai');
  });

  it('asks nobody else after a cancel, nor for audio that is gone', async () => {
    const [first, second] = [new Rung('openai'), new Rung('local')];
    const { ladder } = ladderOf(first, second);
    const cancel = new AbortController();
    const cancelled = ladder.transcribe(audio, cancel.signal);
    cancel.abort(failure('cancelled'));
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    // The fake has an answer left over for the one that was cancelled.
    first.answer('');
    const gone = ladder.transcribe(audio, never);
    first.fail(failure('audio_missing'));
    await expect(gone).rejects.toMatchObject({ code: 'audio_missing' });
    expect(second.asked).toEqual([]);
  });

  it('takes no longer pieces than those below it', async () => {
    const [first, second] = [new Rung('openai'), new Rung('local', 30_000)];
    const { ladder } = ladderOf(first, second);
    expect(ladder.longestMs).toBe(30_000);
    expect(ladderOf(new Rung('local', 30_000), new Rung('openai', 9000)).ladder.longestMs).toBe(
      9000,
    );
    expect(ladderOf(first).ladder.longestMs).toBeNull();
  });
});
