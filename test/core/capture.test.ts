import { expect, it } from 'vitest';

import { capture } from '../../src/core/capture.ts';
import type { Frame, MicrophoneEvents, Recorder } from '../../src/core/ports.ts';
import { Valve } from '../../src/core/valve.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import { FakeLedger, sound } from '../fixtures/fakes.ts';

type Step = Frame | ((on: MicrophoneEvents) => void);

/** Captures what a recorder of the test's gives and tells, until that ends or `stop` is among it. */
async function hear(steps: readonly Step[], end: WhisError | null = null): Promise<string[]> {
  const told: string[] = [];
  const stop = new AbortController();
  const recorder: Recorder = {
    name: 'fake',
    microphones: () => Promise.resolve([]),
    async *record({ on }) {
      for (const step of steps) {
        if (typeof step !== 'function') yield step;
        else if (on) step(on);
      }
      if (end) throw end;
      stop.abort();
    },
  };
  const ended = capture({
    recorder,
    microphone: 'a',
    others: ['b'],
    withinMs: 5000,
    sink: await new FakeLedger().createAudio('s'),
    maxMs: 60_000,
    quietMs: null,
    valve: new Valve(),
    stop: stop.signal,
    cancel: new AbortController().signal,
    on: {
      heard: () => told.push('heard'),
      level: () => {},
      microphone: (name) => told.push(`from ${name}`),
      silent: () => told.push('silent'),
      lost: ({ code }) => told.push(code),
      changed: (name, atMs, gapMs) => told.push(`${name} at ${atMs} after ${gapMs}`),
      limitNear: () => {},
    },
  });
  await ended.catch(({ code }: WhisError) => told.push(`threw ${code}`));
  return told;
}

const gone = new WhisError('microphone_lost', 'It is gone.');

it('tells which microphone has taken over, where, and how long nothing was heard', async () => {
  const steps: Step[] = [
    (on) => on.opened('a', 0),
    sound(500),
    (on) => on.lost(gone),
    (on) => on.opened('b', 120),
    sound(300),
  ];
  expect(await hear(steps)).toEqual([
    'heard',
    'from a',
    'microphone_lost',
    'from b',
    'b at 500 after 120',
  ]);
});

it('tells that the same microphone is back', async () => {
  const steps: Step[] = [sound(500), (on) => on.lost(gone), (on) => on.opened('a', 90), sound(100)];
  expect(await hear(steps)).toEqual([
    'heard',
    'from a',
    'microphone_lost',
    'from a',
    'a at 500 after 90',
  ]);
});

it('tells after the session has begun that another microphone is heard from the start', async () => {
  const told = await hear([(on) => on.opened('b', 0), sound(100)]);
  expect(told).toEqual(['heard', 'from b', 'from b', 'b at 0 after 0']);
});

it('counts digital silence anew for each microphone', async () => {
  const dead = sound(2100, 0);
  expect(await hear([sound(500), (on) => on.opened('b', 0), dead])).toContain('silent');
  const twice = await hear([dead, (on) => on.opened('b', 0), sound(1900, 0), sound(300, 0)]);
  expect(twice.filter((what) => what === 'silent')).toHaveLength(2);
  const early = await hear([sound(1500), (on) => on.opened('b', 0), sound(1900, 0)]);
  expect(early).not.toContain('silent');
});

it('tells a loss once, and keeps what was heard', async () => {
  const steps: Step[] = [sound(500), (on) => on.lost(gone)];
  expect(await hear(steps, gone)).toEqual(['heard', 'from a', 'microphone_lost']);
  expect(await hear([sound(500)], gone)).toEqual(['heard', 'from a', 'microphone_lost']);
});

it('has nothing to keep when nothing was heard', async () => {
  expect(await hear([], gone)).toEqual(['threw microphone_unavailable']);
});
