import { UiohookKey } from 'uiohook-napi';
import { expect, it } from 'vitest';

import { keys } from '../../../src/desktop/hotkey/keys.ts';

/** Where uiohook's name is another than ours. */
const uiohookNames: Readonly<Record<string, string>> = {
  pageup: 'PageUp',
  pagedown: 'PageDown',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  printscreen: 'PrintScreen',
  scrolllock: 'ScrollLock',
  ';': 'Semicolon',
  '=': 'Equal',
  ',': 'Comma',
  '-': 'Minus',
  '.': 'Period',
  '/': 'Slash',
  '`': 'Backquote',
  '[': 'BracketLeft',
  '\\': 'Backslash',
  ']': 'BracketRight',
  "'": 'Quote',
  nummult: 'NumpadMultiply',
  numadd: 'NumpadAdd',
  numsub: 'NumpadSubtract',
  numdec: 'NumpadDecimal',
  numdiv: 'NumpadDivide',
  numenter: 'NumpadEnter',
};

it.each(keys)('gives $name the number that uiohook has for it', ({ name, codes }) => {
  const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
  const theirs = uiohookNames[name] ?? capitalised.replace(/^Num(?=\d)/, 'Numpad');
  expect(codes[0]).toBe(UiohookKey[theirs as keyof typeof UiohookKey]);
});

it.each([
  ['num0', UiohookKey.NumpadInsert],
  ['num1', UiohookKey.NumpadEnd],
  ['num2', UiohookKey.NumpadArrowDown],
  ['num3', UiohookKey.NumpadPageDown],
  ['num4', UiohookKey.NumpadArrowLeft],
  ['num6', UiohookKey.NumpadArrowRight],
  ['num7', UiohookKey.NumpadHome],
  ['num8', UiohookKey.NumpadArrowUp],
  ['num9', UiohookKey.NumpadPageUp],
  ['numdec', UiohookKey.NumpadDelete],
])('knows what %s is without NumLock', (name, code) => {
  expect(keys.find((key) => key.name === name)?.codes).toContain(code);
});

it('uses no name and no number twice', () => {
  const names = keys.flatMap(({ name, aliases }) => [name, ...aliases]);
  const codes = keys.flatMap((key) => key.codes);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(codes).size).toBe(codes.length);
});
