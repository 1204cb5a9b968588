import { expect, it } from 'vitest';

import { isText } from '../../../src/desktop/clipboard/tools.ts';

it.each([
  ['TARGETS\nUTF8_STRING', true],
  ['TIMESTAMP\nTARGETS\nMULTIPLE\ntext/html\ntext/plain;charset=utf-8\nUTF8_STRING', true],
  ['text/plain', true],
  ['TARGETS\nimage/png', false],
  ['text/html\nimage/png\nUTF8_STRING', false],
  ['x-special/gnome-copied-files\ntext/uri-list\nUTF8_STRING', false],
  ['', false],
])('tells of %j whether it is a text', (types, expected) => {
  expect(isText(types)).toBe(expected);
});
