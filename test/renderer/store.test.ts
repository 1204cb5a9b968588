import { describe, expect, it } from 'vitest';

import type { EventData, EventName, WhisEvent } from '../../src/protocol/events.ts';
import {
  emptyView,
  needsStatus,
  phaseOf,
  reduce,
  type Heard,
  type View,
} from '../../src/renderer/store.ts';
import { sessionOf } from './harness/scene.ts';
import { usual } from './harness/scenes.ts';
import { modelProgress } from '../fixtures/model-progress.ts';

const id = 'a';
const snapshot: Heard = { type: 'snapshot', status: usual.status };

const presetFailed: EventData['session_done'] = {
  text: 'as said',
  timings_ms: sessionOf({ id }).timings_ms,
  recovered: false,
  late: false,
  error: { code: 'preset_failed', message: 'The preset failed.' },
};

describe('the view', () => {
  it.each<[string, Heard[], Partial<View> | { phase: string }]>([
    ['is empty before anything was heard', [], { phase: 'connecting' }],
    ['is idle after the first status', [snapshot], { phase: 'idle' }],
    ['records', [snapshot, state('idle', 'recording')], { phase: 'recording' }],
    [
      'is on hold when a recording is paused',
      [snapshot, state('idle', 'recording'), state('recording', 'paused')],
      { phase: 'held' },
    ],
    [
      'records on after a hold',
      [
        snapshot,
        state('idle', 'recording'),
        state('recording', 'paused'),
        state('paused', 'recording'),
      ],
      { phase: 'recording' },
    ],
    ['is paused when listening is', [snapshot, state('idle', 'paused')], { phase: 'paused' }],
    [
      'transcribes',
      [snapshot, state('idle', 'recording'), state('recording', 'transcribing')],
      { phase: 'transcribing' },
    ],
    [
      'remembers how far a download is, whatever is dictated meanwhile',
      [snapshot, event('model_progress', modelProgress), state('idle', 'recording')],
      { downloads: { tiny: modelProgress } },
    ],
    [
      'takes the newest partial text',
      [
        snapshot,
        state('idle', 'recording'),
        event('partial', { text: 'one' }),
        event('partial', { text: 'one two' }),
      ],
      { liveText: 'one two' },
    ],
    [
      'says that the preset has failed, beside the text as it was said',
      [snapshot, event('session_done', presetFailed)],
      { trouble: 'The preset failed.', ending: { kind: 'done', sessionId: id, text: 'as said' } },
    ],
    [
      'puts segments behind each other',
      [
        snapshot,
        event('segment', { start_s: 0, end_s: 1, text: 'One.' }),
        event('segment', { start_s: 1, end_s: 2, text: 'Two.' }),
      ],
      { liveText: 'One. Two.' },
    ],
    [
      'puts no segment behind a text that is whole',
      [
        snapshot,
        event('segment', { start_s: 0, end_s: 1, text: 'One.' }),
        event('partial', { text: 'One.' }),
        event('segment', { start_s: 1, end_s: 2, text: 'Two.' }),
        event('partial', { text: 'One. Two.' }),
        event('segment', { start_s: 0, end_s: 2, text: 'One. Two.' }),
      ],
      { liveText: 'One. Two.' },
    ],
    [
      'shows how the dictation ended, and no more of it while it came',
      [
        snapshot,
        event('partial', { text: 'one' }),
        event('session_failed', { code: 'engine_failed', message: 'It broke.', late: false }),
      ],
      { liveText: '', ending: { kind: 'failed', sessionId: id, message: 'It broke.' } },
    ],
    [
      'leaves what is going on alone when an earlier dictation comes late',
      [
        snapshot,
        event('partial', { text: 'one' }),
        event('session_failed', { code: 'engine_timeout', message: 'Too slow.', late: true }),
        event('session_done', { ...presetFailed, late: true }),
      ],
      { liveText: 'one', ending: null },
    ],
    [
      'forgets the last ending when the next dictation begins',
      [snapshot, event('session_cancelled', {}), state('idle', 'recording')],
      { ending: null },
    ],
    [
      'warns of the limit until the recording ends',
      [snapshot, state('idle', 'recording'), event('limit_near', { seconds_left: 30 })],
      { secondsLeft: 30 },
    ],
    [
      'tells that the daemon is gone',
      [snapshot, event('shutting_down', { reason: 'quit' })],
      { phase: 'gone', goneReason: 'quit' },
    ],
    [
      'counts the changes of the settings',
      [snapshot, event('settings_changed', { keys: ['engine'] })],
      { settingsChanges: 1 },
    ],
    [
      'counts the models that come and go, whatever is dictated meanwhile',
      [
        snapshot,
        event('models_changed', { name: 'tiny', installed: true }),
        event('models_changed', { name: 'tiny', installed: false }),
        state('idle', 'recording'),
      ],
      { modelsChanges: 2 },
    ],
  ])('%s', (_, heard, expected) => {
    const view = play(heard);
    expect({ ...view, phase: phaseOf(view) }).toMatchObject(expected);
  });

  it('leaves out what the status has in it already', () => {
    const old = { ...event('limit_near', { seconds_left: 5 }), seq: usual.status.seq };
    expect(reduce(play([snapshot]), old).secondsLeft).toBeNull();
  });

  it('keeps what is newer than a status that comes late', () => {
    const view = play([snapshot, state('idle', 'recording')]);
    expect(reduce(view, snapshot)).toBe(view);
  });

  it('takes the status of a daemon that was started anew, however few its events', () => {
    const status = { ...usual.status, instance: 'other', seq: 1 };
    expect(reduce(play([snapshot]), { type: 'snapshot', status }).status).toBe(status);
  });

  it('shows the words of the dictation that is recorded, not of one that is still transcribed', () => {
    const view = play([snapshot, state('idle', 'recording'), event('partial', { text: 'new' })]);
    for (const heard of [
      event('partial', { text: 'old' }),
      event('segment', { start_s: 0, end_s: 1, text: 'old' }),
      event('session_done', { ...presetFailed, text: 'old' }),
    ]) {
      expect(reduce(view, { ...heard, session_id: 'earlier' }).liveText).toBe('new');
    }
  });

  it('follows the level of its own dictation only', () => {
    const view = play([snapshot, state('idle', 'recording')]);
    const level = {
      type: 'event',
      at: '',
      event: 'level',
      data: { dbfs: -20, elapsed_ms: 700 },
    } as const;
    expect(reduce(view, level)).toBe(view);
    expect(reduce(view, { ...level, session_id: id }).status?.session).toMatchObject({
      elapsed_ms: 700,
      level_dbfs: -20,
    });
  });

  it('asks for the whole status after a change of state, not after a level', () => {
    expect(needsStatus(state('idle', 'recording'))).toBe(true);
    expect(needsStatus(event('models_changed', { name: 'tiny', installed: true }))).toBe(true);
    expect(needsStatus(event('partial', { text: '' }))).toBe(false);
  });
});

let seq = usual.status.seq;

function event<Name extends EventName>(name: Name, data: EventData[Name]): WhisEvent {
  return { type: 'event', at: '', seq: ++seq, event: name, session_id: id, data } as WhisEvent;
}

function state(
  from: EventData['state_changed']['from'],
  to: EventData['state_changed']['to'],
): WhisEvent {
  return event('state_changed', { from, to });
}

function play(heard: readonly Heard[]): View {
  return heard.reduce(reduce, emptyView);
}
