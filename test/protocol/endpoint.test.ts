import { describe, expect, it } from 'vitest';

import {
  absolute,
  findEndpoint,
  judgeDirectory,
  maxSocketPathBytes,
  settingsFile,
  type DirectoryFacts,
  type Surroundings,
} from '../../src/protocol/endpoint.ts';

type Given = Partial<Surroundings>;

const linux: Surroundings = {
  platform: 'linux',
  env: {},
  uid: 1000,
  user: 'ada',
  home: '/home/ada',
};
const mac: Given = { platform: 'darwin', uid: 501, home: '/Users/ada' };
const windows: Given = {
  platform: 'win32',
  uid: -1,
  user: 'OFFICE\\Ada',
  home: 'C:\\Users\\Ada',
  env: { LOCALAPPDATA: 'C:\\Users\\Ada\\AppData\\Local', APPDATA: 'D:\\Roaming' },
};
const runtime = { env: { XDG_RUNTIME_DIR: '/run/user/1000' } };

describe('findEndpoint', () => {
  it.each<[string, Given, string, string, string, string]>([
    [
      'Linux',
      runtime,
      '/run/user/1000/whis.sock',
      '/run/user/1000/whis.pid',
      '/run/user/1000',
      'runtime',
    ],
    [
      'Linux without a runtime folder',
      {},
      '/tmp/whis-1000/whis.sock',
      '/tmp/whis-1000/whis.pid',
      '/tmp/whis-1000',
      'fallback',
    ],
    [
      'Linux with an empty one',
      { env: { XDG_RUNTIME_DIR: '' } },
      '/tmp/whis-1000/whis.sock',
      '/tmp/whis-1000/whis.pid',
      '/tmp/whis-1000',
      'fallback',
    ],
    [
      'Linux with slashes at its end',
      { env: { XDG_RUNTIME_DIR: '/run/u//' } },
      '/run/u/whis.sock',
      '/run/u/whis.pid',
      '/run/u',
      'runtime',
    ],
    [
      'Linux with the root as runtime folder',
      { env: { XDG_RUNTIME_DIR: '/' } },
      '/whis.sock',
      '/whis.pid',
      '/',
      'runtime',
    ],
    [
      'another Unix',
      { platform: 'freebsd', ...runtime },
      '/run/user/1000/whis.sock',
      '/run/user/1000/whis.pid',
      '/run/user/1000',
      'runtime',
    ],
    [
      'macOS',
      mac,
      '/tmp/whis-501/whis.sock',
      '/tmp/whis-501/whis.pid',
      '/tmp/whis-501',
      'fallback',
    ],
    [
      'macOS, whatever XDG says',
      { ...mac, ...runtime },
      '/tmp/whis-501/whis.sock',
      '/tmp/whis-501/whis.pid',
      '/tmp/whis-501',
      'fallback',
    ],
  ])('finds the place on %s', (_, given, socket, pidFile, path, origin) => {
    expect(findEndpoint({ ...linux, ...given })).toEqual({
      socket,
      pidFile,
      directory: { path, origin },
    });
  });

  it('finds a pipe of the person’s own on Windows', () => {
    const { socket, pidFile, directory } = findEndpoint({ ...linux, ...windows });
    expect(socket).toMatch(/^\\\\\.\\pipe\\whis-[0-9a-f]{16}$/);
    expect(pidFile).toBe('C:\\Users\\Ada\\AppData\\Local\\whis\\whis.pid');
    expect(directory).toBeNull();
    expect(findEndpoint({ ...linux, ...windows, user: 'office\\ADA' }).socket).toBe(socket);
    expect(findEndpoint({ ...linux, ...windows, user: 'OFFICE\\Bob' }).socket).not.toBe(socket);
  });

  it('names the pipe by 64-bit FNV-1a', () => {
    // The algorithm's own test vectors: http://www.isthe.com/chongo/src/fnv/test_fnv.c
    for (const [user, hash] of [
      ['', 'cbf29ce484222325'],
      ['a', 'af63dc4c8601ec8c'],
      ['foobar', '85944171f73967e8'],
    ] as const) {
      expect(findEndpoint({ ...linux, ...windows, user }).socket).toBe(`\\\\.\\pipe\\whis-${hash}`);
    }
  });

  it('knows where LOCALAPPDATA is when it is not set', () => {
    expect(findEndpoint({ ...linux, ...windows, env: {} }).pidFile).toBe(
      'C:\\Users\\Ada\\AppData\\Local\\whis\\whis.pid',
    );
  });

  it.each([
    [
      'the flag',
      { flag: '/a/flag.sock', setting: '/a/setting.sock' },
      '/a/env.sock',
      '/a/flag.sock',
    ],
    ['the environment', { setting: '/a/setting.sock' }, '/a/env.sock', '/a/env.sock'],
    ['the setting', { setting: '/a/setting.sock' }, undefined, '/a/setting.sock'],
    [
      'the setting, when the variable is empty',
      { setting: '/a/setting.sock' },
      '',
      '/a/setting.sock',
    ],
    ['the platform', { setting: null }, undefined, '/run/user/1000/whis.sock'],
  ])('lets %s decide', (_, chosen, variable, socket) => {
    const env = { ...runtime.env, WHIS_SOCKET: variable };
    expect(findEndpoint({ ...linux, env }, chosen).socket).toBe(socket);
  });

  it.each([
    ['/srv/x/whis.sock', '/srv/x/whis.pid', '/srv/x'],
    ['/srv/x/voice', '/srv/x/voice.pid', '/srv/x'],
    ['/srv/a.sock/voice', '/srv/a.sock/voice.pid', '/srv/a.sock'],
    ['/whis.sock', '/whis.pid', '/'],
  ])('puts the pid file of %s beside it', (flag, pidFile, path) => {
    expect(findEndpoint(linux, { flag })).toEqual({
      socket: flag,
      pidFile,
      directory: { path, origin: 'chosen' },
    });
  });

  it('takes any pipe on Windows', () => {
    const flag = '\\\\.\\pipe\\mine';
    expect(findEndpoint({ ...linux, ...windows }, { flag })).toEqual({
      socket: flag,
      pidFile: `${flag}.pid`,
      directory: null,
    });
  });

  it.each([
    ['a relative socket', {}, 'here/whis.sock', /“here\/whis\.sock” is not absolute/],
    ['a folder as socket', {}, '/srv/x/', /“\/srv\/x\/” ends in a slash/],
    [
      'a relative runtime folder',
      { XDG_RUNTIME_DIR: 'run' },
      undefined,
      /XDG_RUNTIME_DIR is “run”.*export XDG_RUNTIME_DIR=\/run\/user\/1000/,
    ],
  ])('refuses %s', (_, env, flag, message) => {
    expect(() => findEndpoint({ ...linux, env }, { flag })).toThrow(
      expect.objectContaining({
        code: 'unsafe_path',
        message: expect.stringMatching(message),
      }),
    );
  });

  it.each([
    ['letters of one byte', 'x'],
    ['letters of two bytes', 'ü'],
    ['letters of three bytes', '語'],
    ['letters of four bytes', '🎙'],
  ])('counts the bytes of a path in %s', (_, letter) => {
    const width = new TextEncoder().encode(letter).length;
    const path = (bytes: number) => {
      const rest = bytes - '/d/'.length;
      return `/d/${letter.repeat(rest / width)}${'x'.repeat(rest % width)}`;
    };
    expect(findEndpoint(linux, { flag: path(maxSocketPathBytes) }).socket).toContain(letter);
    expect(() => findEndpoint(linux, { flag: path(104) })).toThrow(
      expect.objectContaining({
        code: 'path_too_long',
        message: expect.stringContaining('has 104 bytes, 103 is the most'),
      }),
    );
    expect(() => findEndpoint({ ...linux, env: { XDG_RUNTIME_DIR: path(94) } })).toThrow(
      '104 bytes',
    );
    expect(findEndpoint({ ...linux, env: { XDG_RUNTIME_DIR: path(93) } }).directory?.origin).toBe(
      'runtime',
    );
  });
});

describe('judgeDirectory', () => {
  const fine: DirectoryFacts = { isDirectory: true, isLink: false, mode: 0o700, uid: 1000 };
  const runtimePlace = { path: '/run/user/1000', origin: 'runtime' } as const;
  const fallback = { path: '/tmp/whis-1000', origin: 'fallback' } as const;
  const chosen = { path: '/srv/x', origin: 'chosen' } as const;

  it.each([
    ['runtime folder of our own', runtimePlace, fine],
    ['fallback of our own', fallback, fine],
    ['chosen folder of our own', chosen, fine],
    ['chosen folder that others may read', chosen, { ...fine, mode: 0o755 }],
    ['chosen folder of root', chosen, { ...fine, mode: 0o755, uid: 0 }],
    ['chosen folder like /tmp', chosen, { ...fine, mode: 0o1777, uid: 0 }],
  ])('accepts a %s', (_, directory, facts) => {
    expect(judgeDirectory(directory, facts, 1000)).toBeNull();
  });

  it.each<
    [string, typeof runtimePlace | typeof fallback | typeof chosen, DirectoryFacts | null, RegExp]
  >([
    [
      'nothing',
      runtimePlace,
      null,
      /^XDG_RUNTIME_DIR \(\/run\/user\/1000\) does not exist.*mkdir -m 700 -p '\/run\/user\/1000'$/,
    ],
    ['nothing', fallback, null, /^\/tmp\/whis-1000 does not exist.*mkdir/],
    ['nothing', chosen, null, /^\/srv\/x does not exist.*mkdir/],
    ['a link', runtimePlace, { ...fine, isLink: true, isDirectory: false }, /is a link/],
    ['a link', fallback, { ...fine, isLink: true, isDirectory: false }, /is a link/],
    ['a link', chosen, { ...fine, isLink: true, isDirectory: false }, /is a link/],
    ['a file', runtimePlace, { ...fine, isDirectory: false }, /is not a directory/],
    ['a file', fallback, { ...fine, isDirectory: false }, /is not a directory/],
    ['a file', chosen, { ...fine, isDirectory: false }, /is not a directory.*--socket/],
    [
      'another’s',
      runtimePlace,
      { ...fine, uid: 1001 },
      /belongs to user 1001.*export XDG_RUNTIME_DIR/,
    ],
    ['root’s', runtimePlace, { ...fine, uid: 0 }, /belongs to user 0/],
    ['another’s', fallback, { ...fine, uid: 1001 }, /belongs to user 1001.*export XDG_RUNTIME_DIR/],
    ['another’s', chosen, { ...fine, uid: 1001 }, /belongs to user 1001.*--socket/],
    [
      'open to reading',
      runtimePlace,
      { ...fine, mode: 0o750 },
      /open to others \(mode 0750\).*chmod 700 '\/run\/user\/1000'/,
    ],
    ['open to all', fallback, { ...fine, mode: 0o777 }, /open to others \(mode 0777\).*chmod 700/],
    ['sticky and open', fallback, { ...fine, mode: 0o1777 }, /mode 1777/],
    [
      'open to the group’s writing',
      chosen,
      { ...fine, mode: 0o770 },
      /written by others \(mode 0770\).*chmod go-w '\/srv\/x'/,
    ],
    ['open to everybody’s writing', chosen, { ...fine, mode: 0o707 }, /mode 0707/],
  ])('refuses one that is %s', (_, directory, facts, message) => {
    const error = judgeDirectory(directory, facts, 1000);
    expect(error?.code).toBe('unsafe_path');
    expect(error?.message).toMatch(message);
  });
});

describe('settingsFile', () => {
  it.each<[string, Given, string]>([
    ['Linux', {}, '/home/ada/.config/whis/settings.json'],
    ['Linux with XDG', { env: { XDG_CONFIG_HOME: '/etc/ada/' } }, '/etc/ada/whis/settings.json'],
    [
      'Linux with a relative XDG',
      { env: { XDG_CONFIG_HOME: 'conf' } },
      '/home/ada/.config/whis/settings.json',
    ],
    ['macOS', mac, '/Users/ada/Library/Application Support/whis/settings.json'],
    ['Windows', windows, 'D:\\Roaming\\whis\\settings.json'],
    [
      'Windows without APPDATA',
      { ...windows, env: {} },
      'C:\\Users\\Ada\\AppData\\Roaming\\whis\\settings.json',
    ],
  ])('is in its place on %s', (_, given, path) => {
    expect(settingsFile({ ...linux, ...given })).toBe(path);
  });
});

describe('absolute', () => {
  it.each([
    ['/a/b', '/a/b'],
    ['/a/b//', '/a/b'],
    ['/', '/'],
    ['///', '/'],
    ['a/b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('makes %s into %s', (path, expected) => {
    expect(absolute(path)).toBe(expected);
  });
});
