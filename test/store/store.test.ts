import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseWavHeader, wavHeaderBytes } from '../../src/core/wav.ts';
import { killForSure, messageFrom, startChild } from './children/child.ts';
import { openStore, temporaryFolder, temporaryPaths } from './place.ts';
import { aSession, pathsIn } from './sessions.ts';
import { makeFolders } from '../../src/store/paths.ts';

test.each([1, 10, 57])('has every frame of a recorder that was killed after %i', async (count) => {
  const home = temporaryFolder();
  const paths = pathsIn(home);
  makeFolders(paths);
  const recorder = startChild('record', home, 'mine');
  while (Number(await messageFrom(recorder)) < count);
  await killForSure(recorder);

  const store = openStore(paths);
  expect(store.notices).toEqual([]);
  expect(store.unfinished().map(({ id, status }) => [id, status])).toEqual([['mine', 'recording']]);
  const audio = await store.repairAudio('mine');
  expect(audio?.path).toBe(store.audioPath('mine'));
  const bytes = readFileSync(store.audioPath('mine'));
  const frames = (bytes.length - wavHeaderBytes) / 640;
  expect(frames).toBeGreaterThanOrEqual(count);
  expect(audio?.durationMs).toBe((bytes.length - wavHeaderBytes) / 32);
  expect(parseWavHeader(bytes)?.dataBytes).toBe(bytes.length - wavHeaderBytes);
  for (let at = 0; at < Math.floor(frames); at += 1) {
    expect(bytes.readInt16LE(wavHeaderBytes + at * 640)).toBe((at + 1) % 32_000);
  }
  expect(await store.readLog('mine', 5)).toEqual([{ event: 'session_started' }]);
});

test('has every session that a killed writer was told is saved, once, and finds its words', async () => {
  const home = temporaryFolder();
  const paths = pathsIn(home);
  makeFolders(paths);
  const saved: unknown[] = [];
  for (let round = 1; round <= 5; round += 1) {
    const writer = startChild('save-sessions', home, `r${round}`);
    for (let n = 0; n < round * 7; n += 1) saved.push(await messageFrom(writer));
    await killForSure(writer);
    const store = openStore(paths);
    const ids = store.list({ limit: 1000 }).sessions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(saved));
    for (const id of saved) {
      expect(store.list({ query: `words ${String(id)}`, limit: 1000 }).sessions).toContainEqual(
        expect.objectContaining({ id }),
      );
    }
    expect(store.notices).toEqual([]);
    await store.close();
  }
});

test('is opened by eight processes at once, all of which save', async () => {
  const home = temporaryFolder();
  const paths = pathsIn(home);
  makeFolders(paths);
  const names = Array.from({ length: 8 }, (_, n) => `p${n}`);
  const writers = names.map((name) => startChild('save-sessions', home, name));
  await Promise.all(writers.map(messageFrom));
  await Promise.all(writers.map(killForSure));
  const store = openStore(paths);
  for (const name of names) expect(store.get(`${name}-1`)).not.toBeNull();
});

test('keeps the history and its side files private', async () => {
  const before = process.umask(0);
  try {
    const paths = temporaryPaths();
    const store = openStore(paths);
    store.save(aSession(paths, 'a'));
    for (const suffix of ['', '-wal', '-shm']) {
      expect(statSync(paths.history + suffix).mode & 0o777).toBe(0o600);
    }
    await store.close();
    await store.close();
    expect(existsSync(`${paths.history}-wal`)).toBe(false);
  } finally {
    process.umask(before);
  }
});

test('has paths that follow the folders when they are moved', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  store.save(aSession(paths, 'a'));
  await store.close();
  const moved = openStore({ ...paths, audio: '/new/audio', sessionLogs: '/new/sessions' });
  expect(moved.get('a')).toMatchObject({
    audio_path: '/new/audio/a.wav',
    log_path: '/new/sessions/a.jsonl',
  });
});

test('discards a session with its recording', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  store.save(aSession(paths, 'a'));
  writeFileSync(store.audioPath('a'), 'sound');
  await store.discard('a');
  await store.discard('nobody');
  expect(store.get('a')).toBeNull();
  expect(existsSync(store.audioPath('a'))).toBe(false);
});

test('removes a recording and keeps its text', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  const sink = await store.createAudio('a');
  await sink.append(new Int16Array(160));
  await sink.close();
  store.save(aSession(paths, 'a', { audio_path: sink.path }));
  await store.deleteAudio('a');
  expect(existsSync(sink.path)).toBe(false);
  expect(store.get('a')).toMatchObject({ audio_path: null, text: 'hello world' });
});

test('changes nothing when a session cannot be saved', () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  store.save(aSession(paths, 'a'));
  const wrong = aSession(paths, 'a', { text: 'secret words', status: 'lost' as 'done' });
  expect(() => store.save(wrong)).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.not.stringContaining('secret words'),
    }),
  );
  expect(store.get('a')?.text).toBe('hello world');
  store.save(aSession(paths, 'b'));
  expect(store.newest()?.id).toBe('b');
});
