import { DatabaseSync } from 'node:sqlite';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';

import { expect, test } from 'vitest';

import type { Paths } from '../../src/store/paths.ts';
import { Store } from '../../src/store/store.ts';
import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

const now = () => Date.parse('2026-11-20T10:00:00.000Z');

/** A history of `count` sessions, closed. */
async function writeHistory(paths: Paths, count: number): Promise<void> {
  const store = Store.open(paths);
  for (let n = 1; n <= count; n += 1) {
    store.save(aSession(paths, `s${n}`, { text: `words of number ${n}, `.repeat(40) }));
  }
  await store.close();
}

/** The names of what was set aside, without the side files that SQLite keeps beside each. */
function asides(paths: Paths): string[] {
  const folder = dirname(paths.history);
  return readdirSync(folder).filter((name) => /\.damaged-[^.]*Z(-\d+)?$/.test(name));
}

test('sets a file that is no database aside, names it, and begins anew', () => {
  const paths = temporaryPaths();
  const noise = Buffer.alloc(100_000, 'not a database ');
  writeFileSync(paths.history, noise);
  const store = openStore(paths, { now });
  const aside = `${paths.history}.damaged-2026-11-20T10-00-00-000Z`;
  expect(store.notices).toEqual([expect.stringContaining(aside)]);
  expect(readFileSync(aside).equals(noise)).toBe(true);
  store.save(aSession(paths, 'a'));
  expect(store.newest()?.id).toBe('a');
});

test('never puts one damaged file over another', async () => {
  const paths = temporaryPaths();
  for (let round = 0; round < 3; round += 1) {
    writeFileSync(paths.history, `round ${round} `.repeat(1000));
    await Store.open(paths, { now }).close();
  }
  expect(asides(paths)).toHaveLength(3);
  const rounds = asides(paths).map((name) =>
    readFileSync(`${dirname(paths.history)}/${name}`, 'utf8').slice(0, 7),
  );
  expect(rounds.sort()).toEqual(['round 0', 'round 1', 'round 2']);
});

test('keeps what can still be read of a truncated history', async () => {
  const paths = temporaryPaths();
  await writeHistory(paths, 200);
  truncateSync(paths.history, 200_704);
  const store = openStore(paths, { now });
  expect(store.notices).toHaveLength(1);
  expect(asides(paths)).toHaveLength(1);
  const { sessions } = store.list({ limit: 1000 });
  expect(sessions.length).toBeGreaterThan(0);
  expect(store.notices[0]).toContain(`the ${sessions.length} sessions`);
  const ids = sessions.map(({ id }) => Number(id.slice(1)));
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  const [newest] = sessions;
  expect(store.list({ query: `number ${newest?.id.slice(1)}` }).sessions).toHaveLength(1);
});

test('loses no session when only the words of the search are damaged', async () => {
  const paths = temporaryPaths();
  await writeHistory(paths, 50);
  const database = new DatabaseSync(paths.history, { defensive: false });
  database.exec('UPDATE search_data SET block = randomblob(64) WHERE id > 1');
  database.close();
  const store = openStore(paths, { now });
  expect(store.notices).toHaveLength(1);
  expect(store.list({ limit: 1000 }).sessions).toHaveLength(50);
  expect(store.list({ query: 'number 50' }).sessions.map(({ id }) => id)).toEqual(['s50']);
});

test.each(Array.from({ length: 12 }, (_, n) => n))(
  'opens, or sets aside, a history with noise at a page (%i)',
  async (n) => {
    const paths = temporaryPaths();
    await writeHistory(paths, 60);
    const bytes = readFileSync(paths.history);
    const at = Math.floor((bytes.length / 12) * n);
    bytes.fill(0xa5, at, at + 3000);
    writeFileSync(paths.history, bytes);
    const store = openStore(paths, { now });
    store.save(aSession(paths, 'new', { text: 'after the damage' }));
    expect(store.list({ query: 'after the dam' }).sessions.map(({ id }) => id)).toEqual(['new']);
    expect(store.list({ limit: 1000 }).sessions.length).toBeGreaterThan(0);
    if (store.notices.length > 0) expect(asides(paths)).toHaveLength(1);
  },
);

test('does not play the write-ahead log of a damaged history into the new one', async () => {
  const paths = temporaryPaths();
  await writeHistory(paths, 50);
  const store = Store.open(paths);
  store.save(aSession(paths, 'in-the-log'));
  const wal = `${paths.history}-wal`;
  copyFileSync(wal, `${wal}.kept`);
  await store.close();
  copyFileSync(`${wal}.kept`, wal);
  rmSync(`${wal}.kept`);
  writeFileSync(paths.history, 'noise '.repeat(5000));
  const next = openStore(paths, { now });
  expect(next.notices).toHaveLength(1);
  expect(next.list({}).sessions).toEqual([]);
  expect(asides(paths)).toContain(`${basename(paths.history)}.damaged-2026-11-20T10-00-00-000Z`);
});

test('is left alone by a process that does not hold the lock', () => {
  const paths = temporaryPaths();
  writeFileSync(paths.history, 'noise '.repeat(5000));
  expect(() => Store.open(paths, { mend: false })).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/history\.db.*damaged/),
    }),
  );
  expect(asides(paths)).toEqual([]);
});

test('says so when a folder stands in its place', () => {
  const paths = temporaryPaths();
  mkdirSync(paths.history);
  expect(() => Store.open(paths)).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringContaining(paths.history),
    }),
  );
  expect(asides(paths)).toEqual([]);
});
