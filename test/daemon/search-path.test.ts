import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { findOnPath } from '../../src/daemon/search-path.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-path-'));
  mkdirSync(join(folder, 'one'));
  mkdirSync(join(folder, 'two'));
  mkdirSync(join(folder, 'one', 'a-folder'));
  file('one/plain', 'no program', 0o644);
  file('two/plain', '#!/bin/sh\n');
  file('two/both', '#!/bin/sh\n');
  file('one/both', '#!/bin/sh\n');
  file('two/a-folder', '#!/bin/sh\n');
  file('two/tool.exe', '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('findOnPath', () => {
  it.each([
    ['the first on PATH', ['one', 'two'], 'both', 'one/both'],
    ['the first that may be run', ['one', 'two'], 'plain', 'two/plain'],
    ['a file, no folder of that name', ['one', 'two'], 'a-folder', 'two/a-folder'],
    ['nothing behind a folder that is missing', ['missing'], 'both', null],
    ['what comes after a folder that is missing', ['missing', 'two'], 'both', 'two/both'],
    ['nothing of no name', ['one'], '', null],
    ['nothing beside PATH', ['one'], '../two/both', null],
    ['nothing below PATH', ['.'], 'one/both', null],
  ])('gives %s', (_, folders, name, expected) => {
    const PATH = folders.map((name) => join(folder, name)).join(delimiter);
    expect(found(PATH, name)).toBe(expected === null ? null : join(folder, expected));
  });

  it('takes a full path as it is', () => {
    expect(found('', join(folder, 'one/both'))).toBe(join(folder, 'one/both'));
    expect(found('', join(folder, 'one/plain'))).toBeNull();
    expect(found('', join(folder, 'one'))).toBeNull();
  });

  it.each([
    ['empty', ''],
    ['of empty parts', '::'],
    ['of the folder we stand in', '.'],
  ])('finds nothing on a PATH that is %s', (_, PATH) => {
    expect(found(PATH, 'package.json')).toBeNull();
    expect(found(PATH, 'sh')).toBeNull();
  });

  it('looks into no relative folder', () => {
    expect(found(relative(process.cwd(), join(folder, 'one')), 'both')).toBeNull();
  });

  it('finds a Windows program without its ending', () => {
    expect(found(join(folder, 'two'), 'tool', ['', '.exe'])).toBe(join(folder, 'two/tool.exe'));
    expect(found(join(folder, 'two'), 'tool')).toBeNull();
  });
});

it.each([
  ['nothing without PATH', {}, 'linux', null],
  ['nothing with an ending of Windows', { PATH: 'two' }, 'linux', null],
  ['a Windows program', { PATH: 'two' }, 'win32', 'two/tool.exe'],
  [
    'a Windows program though the variable is called Path',
    { Path: 'two' },
    'win32',
    'two/tool.exe',
  ],
])('Programs.find gives %s', (_, env, platform, expected) => {
  const absolute = Object.entries(env).map(([name, value]) => [name, join(folder, value)]);
  const programs = openPrograms({ env: Object.fromEntries(absolute), platform });
  expect(programs.find('tool')).toBe(expected === null ? null : join(folder, expected));
});

function found(path: string, name: string, endings: readonly string[] = ['']): string | null {
  return findOnPath(name, path, endings);
}

function file(name: string, text: string, mode = 0o755): void {
  const full = join(folder, name);
  writeFileSync(full, text);
  chmodSync(full, mode);
}
