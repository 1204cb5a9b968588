import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  modifiers,
  parseAccelerator,
  printAccelerator,
} from '../../../src/desktop/hotkey/accelerator.ts';
import { keys } from '../../../src/desktop/hotkey/keys.ts';
import { WhisError } from '../../../src/protocol/errors.ts';

const pc = { isMac: false };

describe('parseAccelerator', () => {
  it.each([
    ['ctrl+shift+r', 'ctrl+shift+r'],
    ['Shift+Control+R', 'ctrl+shift+r'],
    ['CommandOrControl+Shift+Space', 'ctrl+shift+space'],
    ['CmdOrCtrl+Return', 'ctrl+enter'],
    ['super+F9', 'super+f9'],
    ['alt+;', 'alt+;'],
    ['Alt + Semicolon', 'alt+;'],
    ['Meta+Plus', 'super+='],
    ['f24', 'f24'],
    ['shift+f1', 'shift+f1'],
    ['ctrl+ctrl+a', 'ctrl+a'],
    ['Option+Command+num5', 'alt+super+num5'],
  ])('reads %s as %s', (text, canonical) => {
    expect(printAccelerator(parseAccelerator(text, pc))).toBe(canonical);
  });

  it('takes CommandOrControl for ⌘ on a Mac', () => {
    const { modifiers: held } = parseAccelerator('CommandOrControl+Space', { isMac: true });
    expect(held).toEqual(['super']);
  });

  it.each([
    ['', /has an empty part/],
    ['ctrl+', /has an empty part \(the plus key is called “=”\)/],
    ['ctrl++', /has an empty part/],
    ['hyper+r', /has the part “hyper”\. Allowed are ctrl, alt, shift, super, a letter/],
    ['ctrl+f25', /has the part “f25”.*f1 to f24/],
    ['ctrl+ä', /has the part “ä”/],
    ['ctrl+constructor', /has the part “constructor”/],
    ['ctrl+r+s', /names two keys, “r” and “s”/],
    ['ctrl+shift', /names no key/],
    ['r', /would be typed.*Add ctrl, alt or super/],
    ['shift+r', /would be typed/],
  ])('refuses “%s”, naming the shortcut and the part', (text, message) => {
    expect(() => parseAccelerator(text, pc)).toThrow(
      expect.objectContaining({
        code: 'invalid_settings',
        message: expect.stringMatching(message),
      }),
    );
    expect(() => parseAccelerator(text, pc)).toThrow(`“${text}”`);
  });

  it('reads what printAccelerator has written', () => {
    const accelerators = fc.record({
      modifiers: fc
        .subarray([...modifiers])
        .filter((held) => held.some((name) => name !== 'shift')),
      key: fc.constantFrom(...keys),
    });
    fc.assert(
      fc.property(accelerators, fc.boolean(), (accelerator, isMac) => {
        expect(parseAccelerator(printAccelerator(accelerator), { isMac })).toEqual(accelerator);
      }),
    );
  });

  it('answers any text with a shortcut or with invalid_settings', () => {
    const parts = fc.oneof(
      fc.string(),
      fc.constantFrom(...modifiers, ...keys.map(({ name }) => name)),
    );
    fc.assert(
      fc.property(fc.array(parts), (words) => {
        expect(codeOf(() => parseAccelerator(words.join('+'), pc))).toBeOneOf([
          null,
          'invalid_settings',
        ]);
      }),
    );
  });
});

function codeOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof WhisError ? error.code : 'another error';
  }
}
