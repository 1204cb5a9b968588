import { describe, expect, it } from 'vitest';

import { keys } from '../../src/desktop/hotkey/keys.ts';
import { inKeychain as ours } from '../../src/renderer/settings/in-keychain.ts';
import { inKeychain } from '../../src/protocol/settings.ts';
import { loudnessOf } from '../../src/renderer/level.ts';
import { briefOf } from '../../src/renderer/refusal.ts';
import { isFound, wordsAbout } from '../../src/renderer/settings/find.ts';
import { kindOf } from '../../src/renderer/settings/kind.ts';
import { groups, keysOf } from '../../src/renderer/settings/setting-groups.ts';
import { settingWords } from '../../src/renderer/settings/setting-words.ts';
import { acceleratorOf, keyNames } from '../../src/renderer/shortcut-keys.ts';
import { clockOf, dayOf, durationOf, lengthOf, momentOf } from '../../src/renderer/time.ts';
import { usual } from './harness/scenes.ts';

const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe('a shortcut', () => {
  it.each([
    [{ code: 'KeyR', ctrlKey: true, shiftKey: true }, 'ctrl+shift+r'],
    [{ code: 'Digit5', altKey: true }, 'alt+5'],
    [{ code: 'F9' }, 'f9'],
    [{ code: 'Numpad7', metaKey: true }, 'super+num7'],
    [{ code: 'BracketLeft', ctrlKey: true }, 'ctrl+['],
    [{ code: 'ControlLeft', ctrlKey: true }, null],
  ])('is read from a press of %o: %o', (pressed, expected) => {
    expect(acceleratorOf({ ...none, ...pressed })).toBe(expected);
  });

  it('has only keys that the daemon knows', () => {
    const known = new Set(keys.map(({ name }) => name));
    const codes =
      'Space Tab Enter Insert PageDown ArrowUp PrintScreen ScrollLock Semicolon Equal Backquote ' +
      'Backslash Quote NumpadEnter NumpadDivide KeyA Digit0 F24 Numpad0';
    for (const code of codes.split(' ')) expect(known).toContain(acceleratorOf({ ...none, code }));
  });

  it('is written as on the keyboard of its system', () => {
    expect(keyNames('ctrl+shift+r', 'darwin')).toEqual(['⌃', '⇧', 'R']);
    expect(keyNames('super+f9', 'win32')).toEqual(['Win', 'F9']);
  });
});

describe('a time', () => {
  const now = new Date(2026, 0, 14, 12, 0);
  const at = (...parts: [number, number, number, number, number]) =>
    new Date(...parts).toISOString();

  it('is told from now', () => {
    expect(momentOf(at(2026, 0, 14, 12, 0), now)).toBe('now');
    expect(momentOf(at(2026, 0, 14, 11, 55), now)).toBe('5 min ago');
    expect(dayOf(at(2026, 0, 14, 0, 0), now)).toBe('Today');
    expect(dayOf(at(2026, 0, 13, 23, 59), now)).toBe('Yesterday');
    expect(dayOf(at(2025, 0, 14, 12, 0), now)).toMatch(/2025/);
  });

  it('is told in the unit that fits', () => {
    expect([7040, 754_000, 3_723_000].map(clockOf)).toEqual(['0:07', '12:34', '1:02:03']);
    expect([900, 32_000, 125_000, 3_780_000].map(lengthOf)).toEqual([
      '0.9 s',
      '32 s',
      '2 min 5 s',
      '1 h 3 min',
    ]);
    expect([0.2, 590, 1240].map(durationOf)).toEqual(['< 1 ms', '590 ms', '1.2 s']);
  });
});

describe('a message', () => {
  it('is told in brief: its first line, without the announcement of a list', () => {
    const ways = 'Nothing is set up. The ways, most private first:\n  a local model  whis model …';
    expect(briefOf(ways)).toBe('Nothing is set up.');
    const reason = 'The key of Groq is not valid: it has a space. Enter it again.';
    expect(briefOf(reason)).toBe(reason);
  });
});

describe('a level', () => {
  it('is drawn from a quiet room to a loud voice', () => {
    expect([-120, -60, -35, -10, 0].map(loudnessOf)).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe('the settings', () => {
  it('have words and a place, every one', () => {
    const placed = groups.flatMap(keysOf);
    // The system itself keeps the one about the login.
    const known = [...Object.keys(usual.description.settings), 'login'];
    expect(placed.toSorted()).toEqual(known.toSorted());
    expect(Object.keys(settingWords).toSorted()).toEqual(placed.toSorted());
  });

  it('have words for every choice', () => {
    for (const [key, schema] of Object.entries(usual.description.settings)) {
      const kind = kindOf(schema);
      if (kind.kind !== 'choice' || key === 'engines.command.preset') continue;
      expect(Object.keys(settingWords[key]?.options ?? {})).toEqual(kind.options);
    }
  });

  it.each([
    ['groq key', ['engines.groq.api_key']],
    ['hotkey_mode', ['hotkey_mode']],
    ['HOLD speak', ['hotkey_mode']],
    ['ctrl+shift+v', ['paste_key']],
    ['zebra', []],
  ])('are found by their words, those of their choices and their keys: %s', (query, expected) => {
    const found = groups.flatMap(({ title, keys, folds }) => [
      ...keys.filter((key) => isFound(wordsAbout(key, [title]), query)),
      ...folds.flatMap((fold) =>
        fold.keys.filter((key) => isFound(wordsAbout(key, [title, fold.title]), query)),
      ),
    ]);
    expect(found).toEqual(expected);
  });

  it('know the word for a key that the keychain keeps', () => {
    expect(ours).toBe(inKeychain);
  });
});
