import { describe, expect, it } from 'vitest';

import { printable, printableText } from '../../src/protocol/printable.ts';

describe('printable', () => {
  it.each([
    ['a label', 'a label'],
    ['Grüße, 汉字 עברית 👩🏽‍💻', 'Grüße, 汉字 עברית 👩🏽‍💻'],
    ['\u001b]0;gone\u0007', '\\x1b]0;gone\\x07'],
    ['two\nlines\r\tand a tab', 'two\\x0alines\\x0d\\x09and a tab'],
    ['\u009b31mred', '\\x9b31mred'],
    ['abc\u202ecba', 'abc\\u202ecba'],
  ])('shows %j as %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('escapes every control and every turn of direction that Unicode has, and nothing else', () => {
    const isUnsafe = /[\p{Cc}\p{Bidi_Control}]/u;
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if ((printable(character) !== character) !== isUnsafe.test(character))
        expect.fail(`U+${code.toString(16)} is shown as ${printable(character)}`);
    }
    expect(printable('\u061c')).toBe('\\u061c');
  });
});

describe('printableText', () => {
  it('leaves line ends and tabs of a text, and nothing else', () => {
    expect(printableText('one\n\ttwo\r\u001b[2J\u2066')).toBe('one\n\ttwo\\x0d\\x1b[2J\\u2066');
  });
});
