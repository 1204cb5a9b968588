import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { findPaths, makeFolders } from '../../src/store/paths.ts';
import { temporaryFolder } from './place.ts';
import { pathsIn } from './sessions.ts';

const somebody = { uid: 1000, user: 'somebody' };

test('follows the XDG variables on Linux', () => {
  const env = {
    XDG_CONFIG_HOME: '/x/config',
    XDG_DATA_HOME: '/x/data/',
    XDG_STATE_HOME: '/x/state',
  };
  expect(findPaths({ ...somebody, platform: 'linux', env, home: '/home/somebody' })).toEqual({
    settings: '/x/config/whis/settings.json',
    history: '/x/data/whis/history.db',
    audio: '/x/data/whis/audio',
    models: '/x/data/whis/models',
    state: '/x/state/whis',
    lock: '/x/state/whis/lock.db',
    daemonLog: '/x/state/whis/daemon.log',
    sessionLogs: '/x/state/whis/sessions',
  });
});

test.each([
  ['unset', undefined],
  ['empty', ''],
  ['relative', 'some/where'],
])('takes the default for an XDG variable that is %s', (_, value) => {
  const env = { XDG_CONFIG_HOME: value, XDG_DATA_HOME: value, XDG_STATE_HOME: value };
  const paths = findPaths({ ...somebody, platform: 'linux', env, home: '/home/somebody' });
  expect(paths).toMatchObject({
    settings: '/home/somebody/.config/whis/settings.json',
    history: '/home/somebody/.local/share/whis/history.db',
    lock: '/home/somebody/.local/state/whis/lock.db',
  });
});

test('keeps the lock out of the logs on macOS', () => {
  const paths = findPaths({ ...somebody, platform: 'darwin', env: {}, home: '/Users/somebody' });
  expect(paths).toMatchObject({
    settings: '/Users/somebody/Library/Application Support/whis/settings.json',
    history: '/Users/somebody/Library/Application Support/whis/history.db',
    lock: '/Users/somebody/Library/Application Support/whis/lock.db',
    sessionLogs: '/Users/somebody/Library/Logs/whis/sessions',
  });
});

test('keeps only the settings in the roaming profile on Windows', () => {
  const env = {
    APPDATA: 'C:\\Users\\s\\AppData\\Roaming',
    LOCALAPPDATA: 'C:\\Users\\s\\AppData\\Local',
  };
  const paths = findPaths({ ...somebody, platform: 'win32', env, home: 'C:\\Users\\s' });
  expect(paths).toMatchObject({
    settings: 'C:\\Users\\s\\AppData\\Roaming\\whis\\settings.json',
    history: 'C:\\Users\\s\\AppData\\Local\\whis\\history.db',
    lock: 'C:\\Users\\s\\AppData\\Local\\whis\\lock.db',
  });
});

test('makes every folder for its owner alone, and may do so again', () => {
  const paths = pathsIn(temporaryFolder());
  makeFolders(paths);
  makeFolders(paths);
  for (const folder of [paths.audio, paths.models, paths.state, paths.sessionLogs]) {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
  expect(existsSync(paths.lock)).toBe(false);
});

test('says which folder could not be made, and why', () => {
  const home = temporaryFolder();
  writeFileSync(join(home, '.local'), 'a file where a folder is needed');
  expect(() => makeFolders(pathsIn(home))).toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(
        /\.local\/share\/whis.*a file stands where a folder is needed/,
      ),
    }),
  );
});
