import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

import { expect, test, vi } from 'vitest';

import type { WhisError } from '../../src/protocol/errors.ts';
import { openStore, temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

test('writes lines in order, into files for their owner alone, at once', async () => {
  const store = openStore(temporaryPaths());
  for (let n = 0; n < 100; n += 1) {
    store.appendLog('a', { n });
    store.appendLog('b', { n: -n });
  }
  await vi.waitFor(() => expect(existsSync(store.logPath('a'))).toBe(true));
  await store.flush();
  const lines = readFileSync(store.logPath('a'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual(
    Array.from({ length: 100 }, (_, n) => n),
  );
  expect(statSync(store.logPath('b')).mode & 0o777).toBe(0o600);
  expect(await store.readLog('b', 2)).toEqual([{ n: -98 }, { n: -99 }]);
  expect(await store.readLog('b', 0)).toEqual([]);
  expect(await store.readLog('b', 1000)).toHaveLength(100);
  expect(await store.readLog('nobody', 5)).toEqual([]);
});

test('does not let the half line of a crash spoil the next one', async () => {
  const store = openStore(temporaryPaths());
  appendFileSync(store.logPath('a'), '{"n":1}\n{"n":2,"cut o');
  store.appendLog('a', { n: 3 });
  expect(await store.readLog('a', 10)).toEqual([{ n: 1 }, { n: 3 }]);
});

test('does not bring the log of a discarded session back', async () => {
  const paths = temporaryPaths();
  const store = openStore(paths);
  store.save(aSession(paths, 'a'));
  store.appendLog('a', { event: 'session_started' });
  await store.discard('a');
  store.appendLog('a', { event: 'session_deleted' });
  await store.flush();
  expect(existsSync(store.logPath('a'))).toBe(false);
  expect(store.get('a')).toBeNull();
});

test('tells once that logs cannot be written, and again after they could', async () => {
  const paths = temporaryPaths();
  const errors: WhisError[] = [];
  const store = openStore(paths, { onError: (error) => errors.push(error) });
  rmdirSync(paths.sessionLogs);
  writeFileSync(paths.sessionLogs, 'in the way');
  for (const id of ['a', 'b', 'c']) store.appendLog(id, {});
  await store.flush();
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ code: 'storage_failed' });
  rmSync(paths.sessionLogs);
  mkdirSync(paths.sessionLogs);
  store.appendLog('a', { n: 1 });
  expect(await store.readLog('a', 1)).toEqual([{ n: 1 }]);
  expect(errors).toHaveLength(1);
});
