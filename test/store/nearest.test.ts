import { expect, test } from 'vitest';

import { nearest } from '../../src/store/nearest.ts';

const keys = ['engine', 'engines.openai.api_key', 'hotkey', 'keep_audio.days', 'max_seconds'];

test.each([
  ['hotky', 'hotkey'],
  ['Hotkey', 'hotkey'],
  ['api_key', 'engines.openai.api_key'],
  ['engines.openai.apikey', 'engines.openai.api_key'],
  ['keepaudio.days', 'keep_audio.days'],
  ['maxseconds', 'max_seconds'],
  ['colour', null],
  ['', null],
])('takes %j for %j', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});
