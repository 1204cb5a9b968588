import { expect, test } from 'vitest';

import { maskKeys } from '../../src/store/secrets.ts';
import { defaultSettings } from '../../src/store/settings.ts';

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
