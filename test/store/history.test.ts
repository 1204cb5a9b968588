import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import type { Store } from '../../src/store/store.ts';
import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

function storeWith(sessions: Record<string, Partial<Session>>): Store {
  const paths = temporaryPaths();
  const store = openStore(paths);
  for (const [id, differences] of Object.entries(sessions)) {
    store.save(aSession(paths, id, differences));
  }
  return store;
}

function found(store: Store, query: string): string[] {
  return store.list({ query }).sessions.map(({ id }) => id);
}

test('gives back what was saved, to the last field', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  const full = aSession(paths, 'full', {
    status: 'failed',
    label: 'a label',
    working_dir: '/some/where',
    preset: 'mail',
    text: 'ünï\u0000cödé 😀 日本',
    error: { code: 'engine_failed', message: 'the engine said no' },
    retry_at: '2026-11-20T10:10:00.000Z',
    delivered: [{ to: 'file:/a b', confirmed: null, at: '2026-11-20T10:00:00.000Z' }],
    audio_path: '/elsewhere/talk.wav',
    recovered: true,
  });
  const bare = aSession(paths, 'bare', {
    status: 'recording',
    started_at: null,
    ended_at: null,
    duration_ms: null,
    language: null,
    engine: null,
    model: null,
    text: null,
    raw_text: null,
    segments: [],
    audio_path: null,
    delivered: [],
  });
  for (const session of [full, bare]) {
    store.save(session);
    expect(store.get(session.id)).toEqual(session);
  }
  const { segments, raw_text, ...summary } = full;
  expect(segments).toHaveLength(1);
  expect(raw_text).not.toBeNull();
  expect(store.list({}).sessions[1]).toEqual(summary);
});

test('replaces a session in its place', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  store.save(aSession(paths, 'first', { text: 'one' }));
  store.save(aSession(paths, 'second'));
  store.save(aSession(paths, 'first', { text: 'two' }));
  expect(store.list({}).sessions.map(({ id }) => id)).toEqual(['second', 'first']);
  expect(found(store, 'one')).toEqual([]);
  expect(found(store, 'two')).toEqual(['first']);
  expect(store.newest()?.id).toBe('second');
});

test('lists in the order of creation when the clock goes back a day', () => {
  const store = storeWith({
    a: { created_at: '2026-11-20T10:00:00.000Z' },
    b: { created_at: '2026-11-19T10:00:00.000Z' },
    c: { created_at: '2026-11-21T10:00:00.000Z' },
  });
  expect(store.list({}).sessions.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(store.newest()?.id).toBe('c');
  expect(store.unfinished()).toEqual([]);
});

test('gives what is unfinished, oldest first', () => {
  const store = storeWith({
    a: { status: 'transcribing' },
    b: { status: 'done' },
    c: { status: 'recording' },
    d: { status: 'failed' },
    e: { status: 'transcribing' },
  });
  store.hide('e', 0);
  expect(store.unfinished().map(({ id }) => id)).toEqual(['a', 'c']);
});

test('pages through all sessions, each once', () => {
  const names = Array.from({ length: 25 }, (_, index) => `s${index}`);
  const store = storeWith(Object.fromEntries(names.map((name) => [name, {}])));
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page: ReturnType<Store['list']> = store.list({ limit: 7, ...(before && { before }) });
    seen.push(...page.sessions.map(({ id }) => id));
    before = page.next;
  } while (before !== null);
  expect(seen).toEqual(names.toReversed());
  expect(store.list({ limit: 25 }).next).toBeNull();
});

test('goes on with a list whose last session was deleted meanwhile', () => {
  const store = storeWith({ a: {}, b: {}, c: {} });
  const { next } = store.list({ limit: 2 });
  store.hide('b', 0);
  expect(store.list({ before: next ?? '' }).sessions.map(({ id }) => id)).toEqual(['a']);
});

test.each([{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { before: 'x' }, { before: '-1' }])(
  'refuses %j',
  (query) => {
    expect(() => storeWith({}).list(query)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  },
);

test('finds every word, the last as a beginning, in texts and labels, newest first', () => {
  const store = storeWith({
    fox: { text: 'The quick brown fox' },
    dog: { text: 'the lazy dog is quick' },
    named: { text: null, label: 'Quick notes' },
  });
  expect(found(store, 'quick')).toEqual(['named', 'dog', 'fox']);
  expect(found(store, 'QUI')).toEqual(['named', 'dog', 'fox']);
  expect(found(store, 'quick the')).toEqual(['dog', 'fox']);
  expect(found(store, 'quick dog')).toEqual(['dog']);
  expect(found(store, 'qui dog')).toEqual([]);
  expect(found(store, 'q')).toEqual(['named', 'dog', 'fox']);
  expect(found(store, '')).toEqual(['named', 'dog', 'fox']);
  expect(found(store, ' \t')).toEqual(['named', 'dog', 'fox']);
});

test('finds words of people who write no spaces, and letters with and without their marks', () => {
  const store = storeWith({
    japanese: { text: '今日は日本語のテストです。' },
    thai: { text: 'สวัสดีครับผม' },
    german: { text: 'Größe über alles: Äpfel' },
  });
  expect(found(store, '日本')).toEqual(['japanese']);
  expect(found(store, '本日')).toEqual([]);
  expect(found(store, 'テスト')).toEqual(['japanese']);
  expect(found(store, 'ครับ')).toEqual(['thai']);
  expect(found(store, 'uber apfel')).toEqual(['german']);
});

test.each([
  '"',
  '""',
  'a"b',
  '*',
  'NEAR(a b, 2)',
  'AND',
  'NOT x',
  'text:x',
  '{text}:x',
  '^a',
  'a-b',
  '😀',
  'a 😀',
  '\0',
  'a\0b',
  '\ud800',
  '%',
  '日*',
])('takes %j as words, not as an expression', (query) => {
  const store = storeWith({ a: { text: `before ${query} after` }, b: { text: 'something other' } });
  const hasWord = /[\p{L}\p{N}]/u.test(query);
  expect(found(store, query)).toEqual(hasWord ? ['a'] : []);
});

test('never fails at a search, and finds a text by any of its own words', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      store.save(aSession(paths, 'only', { text: `start ${text} end` }));
      found(store, text);
      expect(found(store, 'start en')).toEqual(['only']);
    }),
    { numRuns: 300 },
  );
});

test('narrows a search by status and recovery, page by page', () => {
  const store = storeWith({
    a: { status: 'failed', text: 'apple', recovered: true },
    b: { status: 'done', text: 'apple', recovered: true },
    c: { status: 'failed', text: 'apple' },
    d: { status: 'failed', text: 'pear', recovered: true },
  });
  const ids = (query: Parameters<Store['list']>[0]) =>
    store.list(query).sessions.map(({ id }) => id);
  expect(ids({ query: 'apple', status: 'failed' })).toEqual(['c', 'a']);
  expect(ids({ recovered: true })).toEqual(['d', 'b', 'a']);
  expect(ids({ recovered: false })).toEqual(['c']);
  const first = store.list({ query: 'apple', limit: 1, status: 'failed' });
  expect(first.sessions.map(({ id }) => id)).toEqual(['c']);
  const rest = store.list({ query: 'apple', status: 'failed', before: first.next ?? '' });
  expect(rest.sessions.map(({ id }) => id)).toEqual(['a']);
  expect(rest.next).toBeNull();
});

test('knows ids by their beginning or end', () => {
  const store = storeWith({ 'aaaa-1111': {}, 'aaaa-2222': {}, 'bbbb-2222': {}, 'aaaa-3333': {} });
  expect(store.matching('bbbb')).toEqual(['bbbb-2222']);
  expect(store.matching('1111')).toEqual(['aaaa-1111']);
  expect(store.matching('aaaa')).toHaveLength(2);
  expect(store.matching('%')).toEqual([]);
  store.hide('bbbb-2222', 0);
  expect(store.matching('bbbb')).toEqual([]);
});

test('knows the texts that were on their way, oldest first', () => {
  const timings = { requested_to_first_frame: 1, stop_to_text: 1, engine: 1, text: 1, delivery: 0 };
  const store = storeWith({
    first: {},
    brought: { timings_ms: timings },
    silent: { text: '' },
    failed: { text: null, status: 'failed' },
    second: {},
    deleted: {},
  });
  store.hide('deleted', 0);
  expect(store.undelivered().map(({ id }) => id)).toEqual(['first', 'second']);
});
