import { describe, expect, it } from 'vitest';

import { statusText } from '../../src/cli/status-text.ts';
import type { Status } from '../../src/protocol/status.ts';
import { idle, session } from '../fixtures/scripted-daemon.ts';

const current = { id: session.id, elapsed_ms: 72_000, level_dbfs: -20.4, silent: false };

describe('statusText', () => {
  const cases: [string, Partial<Status>, RegExp][] = [
    ['idle', {}, /^idle — whis toggle starts a dictation\n/],
    [
      'recording',
      { state: 'recording', session: current },
      /^recording 1:12 — whis toggle ends it/,
    ],
    [
      'silence',
      { state: 'recording', session: { ...current, silent: true } },
      /no sound comes from the microphone: is it muted\?/,
    ],
    ['transcribing', { state: 'transcribing', queue: ['a'] }, /^transcribing — the text comes/],
    [
      'a queue',
      { state: 'transcribing', queue: ['a', 'b'] },
      /^transcribing 2 dictations[^]*\nqueue +2 to transcribe/,
    ],
    [
      'a held recording',
      { state: 'paused', session: current },
      /^paused at 1:12 — whis resume goes on/,
    ],
    ['not listening', { state: 'paused', listening: false }, /^paused — whis resume listens again/],
    ['an engine at home', {}, /\nengine +command, pocketsphinx \(audio stays on this machine\)\n/],
    ['an engine elsewhere', { audio_leaves_machine: true }, /\(audio leaves this machine\)/],
    [
      'no engine',
      { engine: null, engine_error: { code: 'no_engine', message: 'Install one.' } },
      /\nengine +none: Install one\.\n/,
    ],
    [
      'an engine that is broken',
      { engine_error: { code: 'engine_failed', message: 'Mend it.' } },
      /\nengine +command, pocketsphinx \(audio stays on this machine\)\nbroken +Mend it\.\n/,
    ],
    ['a hotkey', {}, /\nhotkey +ctrl\+shift\+r \(uiohook\)\n/],
    [
      'no hotkey wanted',
      { hotkey: { ...idle.hotkey, accelerator: null, armed: false } },
      /\nhotkey +none; whis toggle does the same\n/,
    ],
    [
      'no hotkey possible',
      { hotkey: { ...idle.hotkey, armed: false, reason: 'Wayland.' } },
      /\nhotkey +ctrl\+shift\+r is not listened for: Wayland\.\n/,
    ],
    [
      'what has been',
      { failed_count: 1 },
      /\nsince +3 min, 3 done, 1 failed \(headless 0\.1\.0, process 4242\)$/,
    ],
  ];

  it.each(cases)('tells %s', (_, change, expected) => {
    expect(statusText({ ...idle, ...change })).toMatch(expected);
  });
});
