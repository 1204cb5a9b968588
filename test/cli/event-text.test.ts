import { describe, expect, it } from 'vitest';

import { eventText } from '../../src/cli/event-text.ts';
import type { EventData, EventName, WhisEvent } from '../../src/protocol/events.ts';
import { session } from '../fixtures/scripted-daemon.ts';

describe('eventText', () => {
  const failure = { code: 'engine_failed', message: 'It broke.' };
  const told: { [Name in EventName]: [EventData[Name], string | null] } = {
    state_changed: [{ from: 'idle', to: 'recording' }, 'state: idle → recording'],
    session_started: [{ session: { ...session, label: 'note' } }, 'started [note]'],
    session_updated: [{ session }, null],
    partial: [{ text: 'the qu' }, '… the qu'],
    segment: [{ start_s: 61, end_s: 62, text: 'fox' }, '1:01 fox'],
    session_done: [
      { text: 'fox', timings_ms: session.timings_ms, recovered: true, late: true },
      'recovered: fox',
    ],
    session_failed: [{ ...failure, late: false }, 'failed: It broke.'],
    session_cancelled: [{}, 'cancelled'],
    session_restarted: [{}, 'is transcribed again'],
    session_deleted: [{ audio_only: true }, 'its audio is deleted'],
    session_restored: [{}, 'restored'],
    delivered: [
      { to: 'clipboard', confirmed: false, at: '', error: failure },
      'not delivered to clipboard: It broke.',
    ],
    level: [{ dbfs: -20.4, elapsed_ms: 1000 }, 'level: -20 dBFS at 0:01'],
    microphone_silent: [
      { microphone: 'mic\u0007' },
      'no sound comes from the microphone (mic\\x07)',
    ],
    microphone_lost: [failure, 'the microphone is lost: It broke.'],
    microphone_changed: [
      { microphone: 'Headset', at_ms: 2000, gap_ms: 300 },
      'the microphone Headset has taken over; 300 ms were not heard',
    ],
    limit_near: [{ seconds_left: 60 }, 'the longest length is near: 60 s are left'],
    hotkey_lost: [{ reason: 'the display is gone' }, 'the shortcut is lost: the display is gone'],
    engine_restarted: [
      { engine: 'local', reason: 'it hung' },
      'the engine local was started again: it hung',
    ],
    model_progress: [
      {
        name: 'tiny',
        stage: 'downloading',
        received_bytes: 5e6,
        total_bytes: 10e6,
        bytes_per_second: 1e6,
        error: null,
      },
      'model tiny: downloading, 50 %',
    ],
    models_changed: [{ name: 'tiny', installed: true }, 'model tiny: installed'],
    log_line: [{ level: 'warn', line: 'careful' }, 'warn: careful'],
    settings_changed: [{ keys: ['hotkey', 'language'] }, 'settings changed: hotkey, language'],
    gap: [{ from_seq: 3, to_seq: 9 }, 'events 3 to 9 are not kept any more'],
    overflow: [{}, 'events came faster than they were read; connecting again'],
    shutting_down: [{ reason: 'asked to' }, 'the daemon ends: asked to'],
  };

  it.each(Object.entries(told))('tells %s', (name, [data, line]) => {
    const event = { type: 'event', at: '2026-11-20T10:00:00.000Z', event: name, data } as WhisEvent;
    const expected = line === null ? null : expect.stringMatching(/^\d\d:\d\d:\d\d /);
    expect(eventText(event)).toEqual(expected);
    expect(eventText(event)?.slice(9) ?? null).toBe(line);
  });

  it('tells the other half of those that have two', () => {
    const text = (event: EventName, data: object) =>
      eventText({ type: 'event', at: '2026-11-20T10:00:00.000Z', event, data } as WhisEvent)?.slice(
        9,
      );
    expect(text('session_started', { session })).toBe('started');
    expect(text('session_deleted', { audio_only: false })).toBe('deleted');
    expect(text('models_changed', { name: 'tiny', installed: false })).toBe('model tiny: removed');
    expect(text('delivered', { to: 'clipboard', error: null })).toBe('delivered to clipboard');
    const error = { code: 'preset_failed', message: 'The preset failed.' };
    expect(text('session_done', { text: 'fox', error })).toBe('done: fox (The preset failed.)');
    expect(
      text('model_progress', {
        name: 'tiny',
        stage: 'downloading',
        received_bytes: 5e6,
        total_bytes: null,
      }),
    ).toBe('model tiny: downloading, 5 MB');
    expect(
      text('model_progress', {
        name: 'tiny',
        stage: 'downloading',
        received_bytes: 5e6,
        retry: { attempt: 4, attempts: 5, delay_ms: 10_000, reason: 'the line broke' },
      }),
    ).toBe('model tiny: broken off, trying again in 10 s (4 of 5): the line broke');
  });
});
