import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { wavHeaderBytes } from '../../src/core/wav.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import { makeFolders } from '../../src/store/paths.ts';
import { SettingsFile } from '../../src/store/settings-file.ts';
import { storageError } from '../../src/store/storage-error.ts';
import { Store } from '../../src/store/store.ts';
import { openStore, temporaryFolder } from './place.ts';
import { aSession, pathsIn } from './sessions.ts';

/** A small disk of a test's own; null where this machine does not let us mount one. */
function smallDisk(kilobytes: number): string | null {
  const disk = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk], {
      stdio: 'ignore',
    });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  return disk;
}

function remount(disk: string, how: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${how}`, disk]);
}

function fill(disk: string): void {
  try {
    for (let n = 0; ; n += 1) writeFileSync(join(disk, `filler-${n}`), Buffer.alloc(4096));
  } catch {
    // Full.
  }
}

test('keeps an error that says what it means already', () => {
  const error = new WhisError('no_such_session', 'No session has this id.');
  expect(storageError('Something failed', error)).toBe(error);
});

test.each([
  ['ENOSPC', /the disk is full/],
  ['EACCES', /permission denied/],
  ['EROFS', /read-only/],
  ['EIO', /i\/o error/],
])('gives the reason of %s', (code, reason) => {
  const cause = Object.assign(new Error('i/o error'), { code });
  expect(storageError('The file /x could not be written', cause)).toMatchObject({
    code: 'storage_failed',
    message: expect.stringMatching(
      new RegExp(`^The file /x could not be written: .*${reason.source}`),
    ),
    cause,
  });
});

test.each([
  [13, /the disk is full/],
  [4874, /the disk is full/],
  [778, /the disk gave an error/],
  [264, /read-only/],
  [14, /cannot be opened.*read-only/],
])('gives the reason of SQLite’s %d', (errcode, reason) => {
  const cause = Object.assign(new Error('what it says'), { code: 'ERR_SQLITE_ERROR', errcode });
  expect(storageError('The history /x could not be opened', cause).message).toMatch(reason);
});

test('survives a full disk: says so, keeps what was there, and goes on when there is room', async (context) => {
  const disk = smallDisk(400);
  if (disk === null) return context.skip('mounting a small disk is not allowed here');
  const paths = pathsIn(disk);
  makeFolders(paths);
  const store = openStore(paths);
  store.save(aSession(paths, 'before'));
  const sink = await store.createAudio('a');
  const frame = new Int16Array(1600).fill(5);
  let taken = 0;
  const full = (async () => {
    for (;;) {
      await sink.append(frame);
      taken += 1;
    }
  })();
  await expect(full).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringMatching(/a\.wav could not be written: the disk is full/),
  });
  const text = 'a text that does not fit '.repeat(2000);
  expect(() => store.save(aSession(paths, 'b', { text }))).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/Session b could not be saved: the disk is full/),
    }),
  );
  expect(store.get('before')).toEqual(aSession(paths, 'before'));
  execFileSync('mount', ['-o', 'remount,size=4m', disk]);
  await sink.append(frame);
  expect(await sink.close()).toEqual({ durationMs: (taken + 1) * 100 });
  const bytes = readFileSync(sink.path);
  expect(bytes.length).toBe(wavHeaderBytes + (taken + 1) * 3200);
  store.save(aSession(paths, 'b', { text }));
  expect(store.get('b')?.text).toBe(text);
});

test('leaves the settings whole when the disk is full', async (context) => {
  const disk = smallDisk(64);
  if (disk === null) return context.skip('mounting a small disk is not allowed here');
  const path = join(disk, 'settings.json');
  writeFileSync(path, '{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  fill(disk);
  await expect(file.set('hotkey', 'f10')).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining('the disk is full'),
  });
  expect(readFileSync(path, 'utf8')).toBe('{"hotkey":"f9"}');
  expect(file.current.hotkey).toBe('f9');
  rmSync(join(disk, 'filler-0'));
  expect(await file.set('hotkey', 'f10')).toEqual(['hotkey']);
});

test('puts no settings that were cut short into the place of whole ones', async (context) => {
  const disk = smallDisk(64);
  if (disk === null) return context.skip('mounting a small disk is not allowed here');
  const path = join(disk, 'settings.json');
  // Longer than the last page of the disk.
  const old = JSON.stringify({ text: { dictionary: Array(600).fill('a long word') } });
  writeFileSync(path, old);
  const file = SettingsFile.open(path);
  fill(disk);
  rmSync(join(disk, 'filler-0'));
  await expect(file.set('hotkey', 'f10')).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining('the disk is full'),
  });
  expect(readFileSync(path, 'utf8')).toBe(old);
  expect(readdirSync(disk).filter((name) => !name.startsWith('filler'))).toEqual(['settings.json']);
});

test('says that a disk is read-only, at the start and later', async (context) => {
  const disk = smallDisk(1000);
  if (disk === null) return context.skip('mounting a small disk is not allowed here');
  const paths = pathsIn(disk);
  remount(disk, 'ro');
  expect(() => makeFolders(paths)).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/read-only/),
    }),
  );
  remount(disk, 'rw');
  makeFolders(paths);
  mkdirSync(join(disk, 'other'));
  remount(disk, 'ro');
  expect(() => Store.open(paths)).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/history\.db could not be opened: .*read-only/),
    }),
  );
  remount(disk, 'rw');
  const store = openStore(paths);
  await store.close();
});
