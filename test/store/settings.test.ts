import * as v from 'valibot';
import { expect, test } from 'vitest';

import { defaultSettings, maskKeys, settingsSchema } from '../../src/store/settings.ts';

test('has defaults that it takes itself', () => {
  expect(v.parse(settingsSchema, defaultSettings)).toEqual(defaultSettings);
});

test.each([
  [null, null],
  ['sk-short', '••••'],
  ['sk-123456789', '••••6789'],
])('shows the key %j as %j', (key, shown) => {
  const { engines } = defaultSettings;
  const openai = { ...engines.openai, api_key: key };
  const masked = maskKeys({ ...defaultSettings, engines: { ...engines, openai } });
  expect(masked.engines.openai.api_key).toBe(shown);
});
