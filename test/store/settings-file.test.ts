import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test, vi } from 'vitest';

import { defaultSettings } from '../../src/store/settings.ts';
import { SettingsFile, type SettingsOutcome } from '../../src/store/settings-file.ts';
import { killForSure, messageFrom, startChild } from './children/child.ts';
import { temporaryFolder } from './place.ts';

function settingsPath(text?: string): string {
  const path = join(temporaryFolder(), 'settings.json');
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

function written(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Watches, and gives what was told so far. */
function watched(file: SettingsFile): SettingsOutcome[] {
  const outcomes: SettingsOutcome[] = [];
  onTestFinished(file.watch((outcome) => outcomes.push(outcome)));
  return outcomes;
}

test('has the defaults without a file, and makes none', () => {
  const path = settingsPath();
  const file = SettingsFile.open(path);
  expect(file.current).toEqual(defaultSettings);
  expect(file.notices).toEqual([]);
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['half-written', '{"hotkey": "f9", "out'],
  ['empty', ''],
  ['not an object', '[1]'],
])('sets a file that is %s aside, says so, and begins with the defaults', (_, text) => {
  const path = settingsPath(text);
  const now = () => Date.parse('2026-11-20T10:00:00.000Z');
  const file = SettingsFile.open(path, { now });
  const aside = `${path}.broken-2026-11-20T10-00-00-000Z`;
  expect(file.current).toEqual(defaultSettings);
  expect(file.notices).toEqual([expect.stringContaining(aside)]);
  expect(readFileSync(aside, 'utf8')).toBe(text);
  expect(existsSync(path)).toBe(false);
  expect(SettingsFile.open(path, { now }).notices).toEqual([]);
});

test('leaves a file that is not JSON where it is when it only reads, and changes nothing in it', async () => {
  const path = settingsPath('{');
  const file = SettingsFile.open(path, { mend: false });
  expect(file.current).toEqual(defaultSettings);
  expect(file.notices).toEqual([expect.stringMatching(/The defaults are used\.$/)]);
  await expect(file.set('language', 'de')).rejects.toMatchObject({ code: 'invalid_settings' });
  expect(readFileSync(path, 'utf8')).toBe('{');
});

test('leaves a folder in its place alone, and says so', async () => {
  const path = settingsPath();
  mkdirSync(path);
  const file = SettingsFile.open(path);
  expect(file.current).toEqual(defaultSettings);
  expect(file.notices).toEqual([`${path} is not a file. Move it away. The defaults are used.`]);
  await expect(file.set('hotkey', 'f9')).rejects.toMatchObject({ code: 'invalid_settings' });
});

test('keeps the right ones of a file with wrong ones, tells those, and leaves the file', () => {
  const text = '{"hotkey":"f9","max_seconds":"long","hotky":1}';
  const path = settingsPath(text);
  const file = SettingsFile.open(path);
  expect(file.current).toEqual({ ...defaultSettings, hotkey: 'f9' });
  expect(file.notices).toEqual([
    expect.stringMatching(/settings\.json: “hotky” is not a setting; did you mean “hotkey”/),
    expect.stringMatching(/settings\.json: “max_seconds” is "long"; allowed: a whole number/),
  ]);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('reloads what has changed, or keeps the old settings and says why', () => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  writeFileSync(path, '{"hotkey":"f10","keep_audio":{"days":3}}');
  expect(file.reload()).toEqual(['hotkey', 'keep_audio.days']);
  expect(file.reload()).toEqual([]);
  writeFileSync(path, '{"hotkey":"f11","max_seconds":0}');
  expect(() => file.reload()).toThrow(
    expect.objectContaining({
      code: 'invalid_settings',
      message: expect.stringMatching(/settings\.json: “max_seconds” is 0; allowed/),
    }),
  );
  expect(file.current.hotkey).toBe('f10');
  rmSync(path);
  expect(file.reload()).toEqual(['hotkey', 'keep_audio.days']);
  expect(file.current).toEqual(defaultSettings);
});

test('writes what the person has set and no more, for their eyes alone', async () => {
  const path = settingsPath();
  const file = SettingsFile.open(path);
  expect(await file.set('engines.openai.api_key', 'sk-123')).toEqual(['engines.openai.api_key']);
  expect(await file.set('max_seconds', 3600)).toEqual([]);
  expect(written(path)).toEqual({ engines: { openai: { api_key: 'sk-123' } }, max_seconds: 3600 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(SettingsFile.open(path).current).toEqual(file.current);
  expect(await file.set('engines.openai.api_key', null)).toEqual(['engines.openai.api_key']);
  expect(written(path)).toEqual({ max_seconds: 3600 });
});

test('takes null as a value where it is one of its own, else as the way back', async () => {
  const path = settingsPath('{"undo_minutes":5,"language":"de"}');
  const file = SettingsFile.open(path);
  await file.set('hotkey', null);
  await file.set('undo_minutes', null);
  await file.set('language', null);
  expect(written(path)).toEqual({ hotkey: null });
  expect(file.current).toEqual({ ...defaultSettings, hotkey: null });
});

test('sets a group at once', async () => {
  const path = settingsPath('{"keep_audio":{"megabytes":10}}');
  const file = SettingsFile.open(path);
  const changed = await file.set('keep_audio', { days: 30 });
  expect(changed).toEqual(['keep_audio.days', 'keep_audio.megabytes']);
  expect(written(path)).toEqual({ keep_audio: { days: 30 } });
  await expect(file.set('keep_audio', { dys: 30 })).rejects.toThrow('keep_audio.days');
  await expect(file.set('keep_audio', 30)).rejects.toThrow('must be an object');
  expect(await file.set('keep_audio', null)).toEqual(['keep_audio.days']);
  expect(written(path)).toEqual({});
});

test.each([
  ['hotky', 'f9', /“hotky” is not a setting; did you mean “hotkey”\?/],
  ['colour', 'red', /“colour” is not a setting. There are: engine, /],
  ['engine', 'fast', /“engine” is "fast"; allowed: auto, local, openai, .* or command/],
  ['engines.openai.api_key', 'my secret', /not shown here/],
  ['__proto__', {}, /is not a setting/],
])('refuses to set %s to %j and changes nothing', async (key, value, message) => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  await expect(file.set(key, value)).rejects.toMatchObject({
    code: 'invalid_settings',
    message: expect.stringMatching(message),
  });
  expect(readFileSync(path, 'utf8')).toBe('{"hotkey":"f9"}');
  expect(file.current.hotkey).toBe('f9');
});

test('mends one key of a file in which others are wrong too', async () => {
  const path = settingsPath('{"engine":"fast","max_seconds":0}');
  const file = SettingsFile.open(path);
  expect(await file.set('engine', 'local')).toEqual(['engine']);
  expect(written(path)).toEqual({ engine: 'local', max_seconds: 0 });
});

test('keeps what somebody else has written between two sets', async () => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  writeFileSync(path, '{"hotkey":"f10"}');
  const changed = await Promise.all([file.set('language', 'de'), file.set('max_seconds', 60)]);
  expect(changed).toEqual([['hotkey', 'language'], ['max_seconds']]);
  expect(written(path)).toEqual({ hotkey: 'f10', language: 'de', max_seconds: 60 });
  expect(readdirSync(join(path, '..'))).toEqual(['settings.json']);
});

test('says so when the file cannot be written', async () => {
  const path = join(temporaryFolder(), 'missing', 'settings.json');
  const file = SettingsFile.open(path);
  await expect(file.set('hotkey', 'f9')).rejects.toMatchObject({
    code: 'storage_failed',
    message: expect.stringContaining(path),
  });
  expect(file.current).toEqual(defaultSettings);
});

test('is whole, old or new, however often its writer is killed', async () => {
  const path = settingsPath('{"language":"de"}');
  for (let round = 1; round <= 8; round += 1) {
    const writer = startChild('set-settings', path);
    for (let n = 0; n < round; n += 1) await messageFrom(writer);
    await killForSure(writer);
    writeFileSync(`${path}.new-1`, '{"engines":{"openai":{"api_key":"a secr');
    const file = SettingsFile.open(path);
    expect(readdirSync(join(path, '..'))).toEqual(['settings.json']);
    expect(file.notices).toEqual([]);
    expect(file.current.language).toBe('de');
    expect(file.current.max_seconds).toBeGreaterThan(1);
  }
});

test('notices a file that an editor puts in its place, and one that it writes into', async () => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  const outcomes = watched(file);
  writeFileSync(`${path}.new`, '{"hotkey":"f10"}');
  renameSync(`${path}.new`, path);
  await vi.waitFor(() => expect(outcomes).toEqual([{ changed: ['hotkey'] }]));
  writeFileSync(path, '{"hotkey":"f11"}');
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(file.current.hotkey).toBe('f11');
});

test('tells a mistake in the file once, keeps the old settings, and goes on', async () => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  const outcomes = watched(file);
  writeFileSync(path, '{"hotkey":');
  await vi.waitFor(() =>
    expect(outcomes).toEqual([
      { error: expect.objectContaining({ code: 'invalid_settings' }) as unknown },
    ]),
  );
  expect(file.current.hotkey).toBe('f9');
  writeFileSync(path, '{"hotkey":');
  writeFileSync(path, '{"hotkey":"f10"}');
  await vi.waitFor(() => expect(outcomes.at(-1)).toEqual({ changed: ['hotkey'] }));
  expect(outcomes).toHaveLength(2);
});

test('does not tell its own writing, nor a file that says the same', async () => {
  const path = settingsPath('{"hotkey":"f9"}');
  const file = SettingsFile.open(path);
  const outcomes = watched(file);
  await file.set('hotkey', 'f10');
  writeFileSync(path, '{ "hotkey": "f10" }');
  writeFileSync(join(path, '..', 'other.json'), '{}');
  // What comes after those is told, and is the first that is.
  await vi.waitFor(() => expect(file.current.hotkey).toBe('f10'));
  await file.set('language', 'de');
  writeFileSync(path, '{"hotkey":"f12"}');
  await vi.waitFor(() => expect(outcomes).toEqual([{ changed: ['hotkey', 'language'] }]));
});

test('says so, once, where nothing can be watched', () => {
  const path = join(temporaryFolder(), 'missing', 'settings.json');
  expect(watched(SettingsFile.open(path))).toEqual([
    { error: expect.objectContaining({ code: 'storage_failed' }) as unknown },
  ]);
});

test('notices what is wrong until it is mended', async () => {
  const path = settingsPath('{"max_seconds":"long","hotkey":7}');
  const file = SettingsFile.open(path);
  expect(file.notices).toHaveLength(2);
  await file.set('max_seconds', 60);
  expect(file.notices).toEqual([expect.stringMatching(/“hotkey” is 7; .*It was left out\.$/)]);
  expect(() => file.reload()).toThrow(/hotkey/);
  expect(file.notices).toEqual([expect.stringMatching(/The old settings stay\.$/)]);
  writeFileSync(path, '{}');
  file.reload();
  expect(file.notices).toEqual([]);
});
