import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decide,
  note,
  stateOf,
  still,
  type Ask,
  type Machine,
  type Step,
} from '../../src/core/machine.ts';

const a = 'session-a';
const b = 'session-b';
const idle = still;
const starting: Machine = { ...still, capture: { phase: 'starting', id: a } };
const on: Machine = { ...still, capture: { phase: 'on', id: a } };
const held: Machine = { ...still, capture: { phase: 'held', id: a } };
const transcribing: Machine = { ...still, queue: [a] };
const paused: Machine = { ...still, listening: false };

const toggle: Ask = { ask: 'toggle', id: b, whileTranscribing: 'ignore' };
const start: Ask = { ask: 'start', id: b };
const stop: Ask = { ask: 'stop' };
const cancel: Ask = { ask: 'cancel' };
const pause: Ask = { ask: 'pause' };
const resume: Ask = { ask: 'resume' };
const shutdown: Ask = { ask: 'shutdown' };

/** A step as one line: what is answered, what is done, and how the machine stands then. */
function told({ machine, acts, verdict }: Step): string {
  const answer = verdict.verdict === 'refused' ? verdict.code : verdict.verdict;
  const done = acts.map((act) => ('id' in act ? `${act.act} ${act.id.at(-1)}` : act.act));
  const { capture, queue, listening } = machine;
  const where = capture.phase === 'none' ? 'none' : `${capture.phase} ${capture.id.at(-1)}`;
  return [
    answer,
    done.join('+') || '–',
    where,
    `[${queue.map((id) => id.at(-1)).join('')}]`,
    listening ? '' : 'paused',
  ]
    .join(' | ')
    .replace(/ \| $/, '');
}

describe('the state machine', () => {
  it.each<[string, Machine, Ask, string]>([
    ['idle: toggle', idle, toggle, 'done | open b | starting b | []'],
    ['idle: start', idle, start, 'done | open b | starting b | []'],
    ['idle: stop', idle, stop, 'not_recording | – | none | []'],
    ['idle: cancel', idle, cancel, 'not_recording | – | none | []'],
    ['idle: pause', idle, pause, 'done | – | none | [] | paused'],
    ['idle: resume', idle, resume, 'done | – | none | []'],
    ['idle: shutdown', idle, shutdown, 'done | exit | none | []'],
    ['starting: toggle', starting, toggle, 'done | abandon a | none | []'],
    ['starting: start', starting, start, 'busy | – | starting a | []'],
    ['starting: stop', starting, stop, 'done | abandon a | none | []'],
    ['starting: cancel', starting, cancel, 'done | abandon a | none | []'],
    ['starting: pause', starting, pause, 'done | abandon a | none | [] | paused'],
    ['starting: resume', starting, resume, 'done | – | starting a | []'],
    ['starting: shutdown', starting, shutdown, 'done | abandon a+exit | none | []'],
    ['on: toggle', on, toggle, 'done | end a | none | [a]'],
    ['on: start', on, start, 'busy | – | on a | []'],
    ['on: stop', on, stop, 'done | end a | none | [a]'],
    ['on: cancel', on, cancel, 'done | cancel a | none | []'],
    ['on: pause', on, pause, 'done | hold a | held a | []'],
    ['on: resume', on, resume, 'done | – | on a | []'],
    ['on: shutdown', on, shutdown, 'done | end a+exit | none | [a]'],
    ['transcribing: toggle', transcribing, toggle, 'ignored | – | none | [a]'],
    [
      'transcribing: toggle, recording meanwhile',
      transcribing,
      { ...toggle, whileTranscribing: 'record' },
      'done | open b | starting b | [a]',
    ],
    ['transcribing: start', transcribing, start, 'done | open b | starting b | [a]'],
    ['transcribing: stop', transcribing, stop, 'not_recording | – | none | [a]'],
    ['transcribing: cancel', transcribing, cancel, 'done | cancel a | none | []'],
    ['transcribing: pause', transcribing, pause, 'done | – | none | [a] | paused'],
    ['transcribing: resume', transcribing, resume, 'done | – | none | [a]'],
    ['transcribing: shutdown', transcribing, shutdown, 'done | exit | none | [a]'],
    ['held: toggle', held, toggle, 'done | end a | none | [a]'],
    ['held: start', held, start, 'busy | – | held a | []'],
    ['held: stop', held, stop, 'done | end a | none | [a]'],
    ['held: cancel', held, cancel, 'done | cancel a | none | []'],
    ['held: pause', held, pause, 'done | – | held a | []'],
    ['held: resume', held, resume, 'done | release a | on a | []'],
    ['held: shutdown', held, shutdown, 'done | end a+exit | none | [a]'],
    ['paused: toggle', paused, toggle, 'ignored | – | none | [] | paused'],
    ['paused: start', paused, start, 'paused | – | none | [] | paused'],
    ['paused: stop', paused, stop, 'not_recording | – | none | [] | paused'],
    ['paused: cancel', paused, cancel, 'not_recording | – | none | [] | paused'],
    ['paused: pause', paused, pause, 'done | – | none | [] | paused'],
    ['paused: resume', paused, resume, 'done | – | none | []'],
    ['paused: shutdown', paused, shutdown, 'done | exit | none | [] | paused'],
  ])('follows the table: %s', (_, machine, ask, expected) => {
    expect(told(decide(machine, ask))).toBe(expected);
  });

  it('queues a session that is started while another is transcribed', () => {
    const second = note(decide(transcribing, start).machine, { fact: 'heard', id: b });
    expect(stateOf(second)).toBe('recording');
    const both = decide(second, stop).machine;
    expect(both.queue).toEqual([a, b]);
    expect(stateOf(note(both, { fact: 'settled', id: a }))).toBe('transcribing');
  });

  it('cancels one of the queue by its id, also while listening is paused', () => {
    const both: Machine = { ...paused, queue: [a, b] };
    expect(told(decide(both, { ask: 'cancel', id: a }))).toBe(
      'done | cancel a | none | [b] | paused',
    );
  });

  it('takes nothing new once it is ending, and says so', () => {
    const ending = decide(idle, shutdown).machine;
    for (const ask of [toggle, start, stop, cancel, pause, resume]) {
      expect(told(decide(ending, ask))).toMatch(/^shutting_down/);
    }
    expect(told(decide(ending, shutdown))).toBe('done | – | none | []');
  });

  it('does not heed facts of a session that has lost the microphone', () => {
    for (const fact of ['heard', 'captured', 'unheard'] as const) {
      expect(note(on, { fact, id: b })).toEqual(on);
    }
  });
});

describe('the state machine, against a model', () => {
  /** What a person believes: one thing has the microphone, the rest waits in a row. */
  class Belief {
    listening = true;
    mic: { id: string; phase: 'starting' | 'on' | 'held' } | null = null;
    row: string[] = [];

    get state(): string {
      if (!this.listening || this.mic?.phase === 'held') return 'paused';
      if (this.mic?.phase === 'on') return 'recording';
      return this.row.length > 0 ? 'transcribing' : 'idle';
    }

    finish(): void {
      if (this.mic && this.mic.phase !== 'starting') this.row.push(this.mic.id);
      this.mic = null;
    }

    ask(word: string, id: string): void {
      switch (word) {
        case 'toggle':
          if (this.mic) this.finish();
          else if (this.listening && this.row.length === 0) this.mic = { id, phase: 'starting' };
          break;
        case 'start':
          if (!this.mic && this.listening) this.mic = { id, phase: 'starting' };
          break;
        case 'stop':
          this.finish();
          break;
        case 'cancel':
          if (this.mic) this.mic = null;
          else if (this.listening) this.row.pop();
          break;
        case 'pause':
          if (this.mic?.phase === 'on') this.mic.phase = 'held';
          else if (this.mic?.phase !== 'held') {
            this.mic = null;
            this.listening = false;
          }
          break;
        case 'resume':
          if (this.mic?.phase === 'held') this.mic.phase = 'on';
          else this.listening = true;
          break;
        case 'heard':
          if (this.mic?.phase === 'starting') this.mic.phase = 'on';
          break;
        case 'captured':
          this.finish();
          break;
        case 'settled':
          this.row.shift();
          break;
      }
    }
  }

  const words = [
    'toggle',
    'start',
    'stop',
    'cancel',
    'pause',
    'resume',
    'heard',
    'captured',
    'settled',
  ];

  function move(
    machine: Machine,
    word: string,
    id: string,
  ): { machine: Machine; step: Step | null } {
    const mic = machine.capture.phase === 'none' ? null : machine.capture.id;
    if (word === 'heard')
      return { machine: mic ? note(machine, { fact: 'heard', id: mic }) : machine, step: null };
    if (word === 'captured') {
      // Only a recording that was heard can end by itself with something in it.
      const fact = machine.capture.phase === 'starting' ? 'unheard' : 'captured';
      return { machine: mic ? note(machine, { fact, id: mic }) : machine, step: null };
    }
    if (word === 'settled') {
      const [first] = machine.queue;
      return {
        machine: first ? note(machine, { fact: 'settled', id: first }) : machine,
        step: null,
      };
    }
    const ask = {
      ask: word,
      id: word === 'toggle' || word === 'start' ? id : undefined,
      whileTranscribing: 'ignore',
    };
    const step = decide(machine, ask as Ask);
    return { machine: step.machine, step };
  }

  it('agrees with it after any sequence of requests and facts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (sequence) => {
        const belief = new Belief();
        let machine: Machine = still;
        for (const [index, word] of sequence.entries()) {
          const before = machine;
          const moved = move(machine, word, `s${index}`);
          machine = moved.machine;
          belief.ask(word, `s${index}`);
          expect(stateOf(machine)).toBe(belief.state);
          expect(machine.queue).toEqual(belief.row);
          expect(machine.capture.phase === 'none' ? null : machine.capture.id).toBe(
            belief.mic?.id ?? null,
          );
          // Refused or ignored means that nothing has changed and nothing is done.
          if (moved.step && moved.step.verdict.verdict !== 'done') {
            expect(machine).toEqual(before);
            expect(moved.step.acts).toEqual([]);
          }
          expect(new Set([...machine.queue, belief.mic?.id]).size).toBe(machine.queue.length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
