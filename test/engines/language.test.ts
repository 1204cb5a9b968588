import { expect, it } from 'vitest';

import { primaryLanguage } from '../../src/engines/language.ts';

it.each([
  ['en', 'en'],
  ['de-CH', 'de'],
  ['PT_br', 'pt'],
  ['', null],
  [null, null],
])('takes of the language code %j the part that engines know: %j', (code, primary) => {
  expect(primaryLanguage(code)).toBe(primary);
});
