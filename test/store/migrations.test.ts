import { DatabaseSync } from 'node:sqlite';

import { expect, test } from 'vitest';

import { Store } from '../../src/store/store.ts';
import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

test('takes its steps once', async () => {
  const paths = temporaryPaths();
  const first = Store.open(paths);
  first.save(aSession(paths, 'a'));
  await first.close();
  const second = openStore(paths);
  expect(second.get('a')).toEqual(aSession(paths, 'a'));
  const database = new DatabaseSync(paths.history, { readOnly: true });
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  database.close();
});

test('leaves a history of a newer whis as it is, and says what to do', async () => {
  const paths = temporaryPaths();
  await Store.open(paths).close();
  const database = new DatabaseSync(paths.history);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => Store.open(paths)).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/newer whis.*999.*Install the newer one/),
    }),
  );
});

test('takes a step whole or not at all', () => {
  const paths = temporaryPaths();
  const database = new DatabaseSync(paths.history);
  // The first step makes this table after others.
  database.exec('CREATE TABLE undo (something TEXT)');
  expect(() => Store.open(paths)).toThrow(expect.objectContaining({ code: 'storage_failed' }));
  const tables = database.prepare('SELECT name FROM sqlite_master').all();
  database.close();
  expect(tables).toEqual([{ name: 'undo' }]);
});
