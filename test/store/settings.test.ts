import * as v from 'valibot';
import { expect, test } from 'vitest';

import { defaultSettings, settingsSchema } from '../../src/store/settings.ts';

test('has defaults that it takes itself', () => {
  expect(v.parse(settingsSchema, defaultSettings)).toEqual(defaultSettings);
});
