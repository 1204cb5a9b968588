import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

const noon = Date.parse('2026-11-20T12:00:00.000Z');
const minute = 60_000;
const day = 24 * 60 * minute;
const keepAll = { days: null, megabytes: null };

function storeAt(now: number) {
  const paths = temporaryPaths();
  const store = openStore(paths, { now: () => now });
  return {
    paths,
    store,
    /** Saves a session that has a recording on disk. */
    save: (id: string, differences: Partial<Session> = {}) => {
      const session = aSession(paths, id, differences);
      writeFileSync(store.audioPath(id), 'sound');
      store.save(session);
    },
    has: (id: string) => existsSync(store.audioPath(id)),
  };
}

test('removes what can no longer be taken back, with its files, and says when the next is due', async () => {
  const { paths, store, save, has } = storeAt(noon);
  for (const id of ['old', 'young', 'kept']) save(id);
  store.appendLog('old', { event: 'session_started' });
  await store.flush();
  store.hide('old', noon - 60 * minute);
  store.hide('young', noon - 20 * minute);
  const due = await store.purge({ now: noon, undoMinutes: 60, keepAudio: keepAll });
  expect(due).toBe(noon + 40 * minute);
  expect([has('old'), has('young'), has('kept')]).toEqual([false, true, true]);
  expect(existsSync(store.logPath('old'))).toBe(false);
  expect(store.undoable('old')).toBeNull();
  expect(store.undoable()?.session.id).toBe('young');
  await store.purge({ now: noon + 40 * minute, undoMinutes: 60, keepAudio: keepAll });
  expect(store.undoable()).toBeNull();
  expect(store.list({}).sessions.map(({ id }) => id)).toEqual(['kept']);
  // Of what is gone for good, no word is left on the disk either.
  store.save(aSession(paths, 'secret', { text: 'unmistakable', raw_text: null, segments: [] }));
  store.hide('secret', noon);
  await store.purge({ now: noon + 60 * minute, undoMinutes: 60, keepAudio: keepAll });
  await store.close();
  expect(readFileSync(paths.history).includes('unmistakable')).toBe(false);
});

test('forgets a cancelled session when its cancel can no longer be taken back', async () => {
  const { store, save, has } = storeAt(noon);
  save('cancelled', { status: 'cancelled', delivered: [], text: null });
  const keep = { undoMinutes: 10, keepAudio: { days: 0, megabytes: 0 } };
  expect(await store.purge({ ...keep, now: noon })).toBe(noon + 10 * minute);
  expect(has('cancelled')).toBe(true);
  expect(await store.purge({ ...keep, now: noon + 10 * minute })).toBeNull();
  expect(has('cancelled')).toBe(false);
  expect(store.get('cancelled')).toBeNull();
});

test('waits for the later of a cancel and a delete of the same session', async () => {
  const { store, save } = storeAt(noon);
  save('both', { status: 'cancelled' });
  store.hide('both', noon + 9 * minute);
  const keep = { undoMinutes: 10, keepAudio: keepAll };
  expect(await store.purge({ ...keep, now: noon + 10 * minute })).toBe(noon + 19 * minute);
  store.restore('both');
  expect(store.get('both')?.status).toBe('cancelled');
});

test('drops recordings past their days, of delivered texts only', async () => {
  const { store, save, has } = storeAt(noon);
  const ended = (ago: number) => ({ ended_at: new Date(noon - ago).toISOString() });
  const unconfirmed = (confirmed: boolean | null) => [{ to: 'stdout', confirmed, at: '' }];
  save('past', ended(8 * day));
  save('unknowable', { ...ended(8 * day), delivered: unconfirmed(null) });
  save('wrong', { ...ended(8 * day), delivered: unconfirmed(false) });
  save('nowhere', { ...ended(8 * day), delivered: [] });
  save('failed', { ...ended(8 * day), status: 'failed' });
  save('busy', { ...ended(8 * day), status: 'transcribing' });
  save('deleted', ended(8 * day));
  store.hide('deleted', noon);
  save('recent', ended(6 * day));
  const keep = { undoMinutes: 60, keepAudio: { days: 7, megabytes: null } };
  expect(await store.purge({ ...keep, now: noon })).toBe(noon + 60 * minute);
  const kept = ['past', 'unknowable', 'wrong', 'nowhere', 'failed', 'busy', 'deleted', 'recent'];
  expect(kept.filter(has)).toEqual(['wrong', 'nowhere', 'failed', 'busy', 'deleted', 'recent']);
  expect(store.get('past')).toMatchObject({ audio_path: null, text: 'hello world' });
  expect(await store.purge({ ...keep, now: noon + 60 * minute })).toBe(noon + day);
});

test('drops the oldest recordings beyond the megabytes', async () => {
  const { store, save, has } = storeAt(noon);
  // 1,000,000 bytes each, at 32 bytes a millisecond.
  for (const id of ['a', 'b', 'c', 'd']) save(id, { duration_ms: 31_250 });
  save('undelivered', { duration_ms: 31_250, delivered: [] });
  const keepAudio = { days: null, megabytes: 3 };
  expect(await store.purge({ now: noon, undoMinutes: 60, keepAudio })).toBeNull();
  expect(['a', 'b', 'c', 'd', 'undelivered'].filter(has)).toEqual(['c', 'd', 'undelivered']);
});

test('never touches a recording that is not its own', async () => {
  const { paths, store } = storeAt(noon);
  const theirs = join(dirname(paths.audio), 'talk.wav');
  writeFileSync(theirs, 'a file of somebody');
  store.save(aSession(paths, 'imported', { audio_path: theirs }));
  const keepAudio = { days: 0, megabytes: 0 };
  await store.purge({ now: noon + day, undoMinutes: 1, keepAudio });
  await store.deleteAudio('imported');
  expect(store.get('imported')?.audio_path).toBeNull();
  store.hide('imported', noon);
  await store.purge({ now: noon + day, undoMinutes: 1, keepAudio });
  expect(store.undoable()).toBeNull();
  expect(existsSync(theirs)).toBe(true);
});

test('goes on after a file that cannot be removed, and tells it', async () => {
  const { paths, store, save } = storeAt(noon);
  store.save(aSession(paths, 'stuck'));
  mkdirSync(store.audioPath('stuck'));
  save('other');
  for (const id of ['stuck', 'other']) store.hide(id, noon);
  const purge = store.purge({ now: noon + day, undoMinutes: 60, keepAudio: keepAll });
  await expect(purge).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining(store.audioPath('stuck')),
  });
  expect(store.undoable('other')).toBeNull();
  expect(store.undoable('stuck')).not.toBeNull();
});

test('lets an undo in the middle of a cleaning win', async () => {
  const { store, save, has } = storeAt(noon);
  for (const id of ['a', 'b', 'c']) {
    save(id);
    store.hide(id, noon);
  }
  const purge = store.purge({ now: noon + day, undoMinutes: 60, keepAudio: keepAll });
  store.restore('c');
  await purge;
  expect(store.list({}).sessions.map(({ id }) => id)).toEqual(['c']);
  expect(has('c')).toBe(true);
});

test('leaves the rest for the next time when a dictation begins in the middle of a cleaning', async () => {
  const { store, save, has } = storeAt(noon);
  const ids = ['a', 'b', 'c'];
  for (const id of ids) save(id);
  let asked = 0;
  const keep = { now: noon + day, undoMinutes: 60, keepAudio: { days: 0, megabytes: null } };
  await store.purge({ ...keep, mayGoOn: () => (asked += 1) <= 1 });
  expect(ids.map(has)).toEqual([false, true, true]);
  await store.purge(keep);
  expect(ids.map(has)).toEqual([false, false, false]);
});
