import { expect, it } from 'vitest';

import { Feed } from '../../src/core/feed.ts';
import type { Notice } from '../../src/core/ports.ts';
import { giveNotice } from '../../src/daemon/notices.ts';
import { defaultSettings } from '../../src/store/settings.ts';

function listen(more: { notify_success?: boolean } = {}) {
  const feed = new Feed({ now: () => 0, elapsed: () => 0 });
  const notices: Notice[] = [];
  giveNotice(feed, {
    settings: () => ({ ...defaultSettings, ...more }),
    notify: (notice) => notices.push(notice),
  });
  return { feed, notices };
}

const timings_ms = {
  requested_to_first_frame: null,
  stop_to_text: null,
  engine: null,
  text: null,
  delivery: null,
};

it('tells of a failure with its reason', () => {
  const { feed, notices } = listen();
  feed.announce(
    'session_failed',
    { code: 'engine_failed', message: 'It broke.', late: false },
    'a',
  );
  expect(notices).toEqual([{ kind: 'failure', title: 'The dictation failed', body: 'It broke.' }]);
});

it('tells of silence, of a lost microphone and of a lost shortcut', () => {
  const { feed, notices } = listen();
  feed.announce('microphone_silent', { microphone: 'default' }, 'a');
  feed.announce('hotkey_lost', { reason: 'The hook has ended.' });
  expect(notices.map(({ kind }) => kind)).toEqual(['silence', 'failure']);
});

it('tells a full disk from a lost microphone', () => {
  const { feed, notices } = listen();
  const message = 'The recording a.wav could not be written: the disk is full.';
  feed.announce('microphone_lost', { code: 'storage_failed', message }, 'a');
  feed.announce('microphone_lost', { code: 'microphone_lost', message: 'It is gone.' }, 'a');
  expect(notices.map(({ title }) => title)).toEqual([
    'The recording was ended',
    'The microphone was lost',
  ]);
});

it('tells of a text only where that is wanted, and shortens it', () => {
  const text = '🦓'.repeat(500);
  const quiet = listen();
  quiet.feed.announce('session_done', { text, timings_ms, recovered: false, late: false }, 'a');
  expect(quiet.notices).toEqual([]);
  const told = listen({ notify_success: true });
  told.feed.announce('session_done', { text, timings_ms, recovered: false, late: false }, 'a');
  expect(told.notices).toMatchObject([{ kind: 'success' }]);
  expect(Array.from(told.notices[0]?.body ?? '')).toHaveLength(160);
});

it('always tells of a preset that has failed', () => {
  const { feed, notices } = listen();
  const error = { code: 'preset_failed', message: 'The preset “email” failed.' };
  const done = { text: 'as said', timings_ms, recovered: false, late: false, error };
  feed.announce('session_done', done, 'a');
  expect(notices).toEqual([
    { kind: 'failure', title: 'The text is as you said it', body: error.message },
  ]);
});

it('always tells of a dictation that was recovered', () => {
  const { feed, notices } = listen();
  feed.announce('session_done', { text: 'again', timings_ms, recovered: true, late: true }, 'a');
  expect(notices).toMatchObject([{ kind: 'info', body: 'again' }]);
});

it('tells once of a dictation that waits, and again when its text is there', () => {
  const { feed, notices } = listen();
  const offline = { code: 'engine_unreachable', message: '“api” was not found.' };
  feed.announce('session_failed', { ...offline, late: false }, 'abcd12345678');
  feed.announce('session_failed', { ...offline, late: true }, 'abcd12345678');
  const done = { text: 'at last', timings_ms, recovered: false, late: true };
  feed.announce('session_done', done, 'abcd12345678');
  expect(notices).toEqual([
    {
      kind: 'failure',
      title: 'The dictation waits',
      body: '“api” was not found. It is kept, and tried again by itself.',
    },
    { kind: 'info', title: 'A text that waited is there: whis copy 12345678', body: 'at last' },
  ]);
});

it('tells of a dictation that waited in vain', () => {
  const { feed, notices } = listen();
  feed.announce('session_failed', { code: 'engine_failed', message: 'No.', late: true }, 'a');
  expect(notices).toEqual([{ kind: 'failure', title: 'The dictation failed', body: 'No.' }]);
});

it('tells nothing of what needs nobody', () => {
  const { feed, notices } = listen({ notify_success: true });
  feed.announce('state_changed', { from: 'idle', to: 'recording' });
  feed.announce('settings_changed', { keys: ['engine'] });
  expect(notices).toEqual([]);
});
