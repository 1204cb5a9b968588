import { statSync, writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { takeLock } from '../../src/store/lock.ts';
import { killForSure, messageFrom, startChild } from './children/child.ts';
import { temporaryPaths } from './place.ts';

async function isFree(path: string): Promise<boolean> {
  const child = startChild('take-lock', path);
  await messageFrom(child);
  child.send('take');
  const won = await messageFrom(child);
  await killForSure(child);
  return won === true;
}

test('is held by one of twelve that start at once', async () => {
  const { lock } = temporaryPaths();
  const starters = Array.from({ length: 12 }, () => startChild('take-lock', lock));
  await Promise.all(starters.map(messageFrom));
  const answers = starters.map(messageFrom);
  for (const starter of starters) starter.send('take');
  expect((await Promise.all(answers)).filter((won) => won === true)).toHaveLength(1);
});

test('is free the moment its holder is killed', async () => {
  const { lock } = temporaryPaths();
  const holder = startChild('take-lock', lock);
  await messageFrom(holder);
  holder.send('take');
  expect(await messageFrom(holder)).toBe(true);
  expect(takeLock(lock)).toBeNull();
  await killForSure(holder);
  const mine = takeLock(lock);
  expect(mine).not.toBeNull();
  mine?.close();
});

test('is not taken twice in one process, and a second try does not let go of the first', async () => {
  const { lock } = temporaryPaths();
  const mine = takeLock(lock);
  expect(takeLock(lock)).toBeNull();
  expect(await isFree(lock)).toBe(false);
  mine?.close();
  mine?.close();
  expect(await isFree(lock)).toBe(true);
});

test('keeps its file private', () => {
  const { lock } = temporaryPaths();
  const before = process.umask(0);
  try {
    takeLock(lock)?.close();
  } finally {
    process.umask(before);
  }
  expect(statSync(lock).mode & 0o777).toBe(0o600);
});

test('says what is wrong when the file is no lock', () => {
  const { lock, state } = temporaryPaths();
  writeFileSync(lock, 'this is not a database, and long enough to be looked at'.repeat(100));
  expect(() => takeLock(lock)).toThrow(
    expect.objectContaining({ code: 'storage_failed', message: expect.stringContaining(lock) }),
  );
  expect(() => takeLock(state)).toThrow(expect.objectContaining({ code: 'storage_failed' }));
});
