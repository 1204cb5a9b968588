import { expect, test } from 'vitest';

import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');

test('hides a deleted session from every look, and brings it back in its place', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  for (const id of ['a', 'b', 'c']) store.save(aSession(paths, id));
  store.hide('c', noon);
  expect(store.get('c')).toBeNull();
  expect(store.newest()?.id).toBe('b');
  expect(store.list({ query: 'hello' }).sessions.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(store.undoable()).toEqual({ what: 'delete', session: aSession(paths, 'c') });
  store.restore('c');
  expect(store.undoable()).toBeNull();
  expect(store.list({ query: 'hello' }).sessions.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('takes back the newest first, whatever the clock did', () => {
  const paths = temporaryPaths();
  const store = openStore(paths, { now: () => noon });
  for (const id of ['a', 'b', 'c']) store.save(aSession(paths, id));
  store.hide('b', noon);
  store.hide('a', noon - 86_400_000);
  store.save(aSession(paths, 'c', { status: 'cancelled' }));
  expect(store.undoable()).toMatchObject({ what: 'cancel', session: { id: 'c' } });
  store.save(aSession(paths, 'c', { status: 'transcribing' }));
  expect(store.undoable()).toMatchObject({ what: 'delete', session: { id: 'a' } });
  expect(store.undoable('b')).toMatchObject({ what: 'delete', session: { id: 'b' } });
  expect(store.undoable('c')).toBeNull();
  store.restore('a');
  store.restore('b');
  expect(store.undoable()).toBeNull();
});

test('remembers a cancel once, from its first time', async () => {
  const paths = temporaryPaths();
  let now = noon;
  const store = openStore(paths, { now: () => now });
  store.save(aSession(paths, 'a', { status: 'cancelled' }));
  now += 50 * 60_000;
  store.save(aSession(paths, 'a', { status: 'cancelled', label: 'renamed' }));
  const keepAudio = { days: null, megabytes: null };
  expect(await store.purge({ now, undoMinutes: 60, keepAudio })).toBe(noon + 60 * 60_000);
});

test('says so when a session that is not there should be deleted', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  expect(() => store.hide('nobody', noon)).toThrow(
    expect.objectContaining({ code: 'no_such_session' }),
  );
  store.save(aSession(paths, 'a'));
  store.hide('a', noon);
  expect(() => store.hide('a', noon)).toThrow(expect.objectContaining({ code: 'no_such_session' }));
});

test('finds what can be taken back by a part of its id, each once, two at most', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  for (const id of ['begin-1-end', 'begin-2-end', 'begin-3-end']) store.save(aSession(paths, id));
  store.save(aSession(paths, 'begin-1-end', { status: 'cancelled' }));
  store.hide('begin-1-end', noon);
  expect(store.matchingUndoable('begin')).toEqual(['begin-1-end']);
  expect(store.matchingUndoable('2-end')).toEqual([]);
  store.hide('begin-2-end', noon);
  store.hide('begin-3-end', noon);
  expect(store.matchingUndoable('2-end')).toEqual(['begin-2-end']);
  expect(store.matchingUndoable('begin')).toHaveLength(2);
});
