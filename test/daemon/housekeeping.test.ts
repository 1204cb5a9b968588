import { expect, it } from 'vitest';

import { Housekeeping } from '../../src/daemon/housekeeping.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import type { Retention } from '../../src/store/retention.ts';

const dayMs = 24 * 3_600_000;

/** A housekeeping over a history that only takes note of how it is asked to be tidied up. */
function make() {
  const asked: Retention[] = [];
  const around = { isStill: true, now: Date.now() };
  const housekeeping = new Housekeeping({
    store: {
      async purge(retention: Retention) {
        asked.push(retention);
        return null;
      },
    },
    settings: () => defaultSettings,
    clock: { now: () => around.now },
    log: {},
    dictations: around,
  } as unknown as ConstructorParameters<typeof Housekeeping>[0]);
  return { asked, around, housekeeping };
}

it('tidies up when no dictation goes on, and stops when one begins', async () => {
  const { asked, around, housekeeping } = make();
  around.isStill = false;
  housekeeping.tidy();
  await housekeeping.close();
  expect(asked).toEqual([]);
  around.isStill = true;
  housekeeping.tidy();
  await housekeeping.close();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.mayGoOn?.()).toBe(true);
  around.isStill = false;
  expect(asked[0]?.mayGoOn?.()).toBe(false);
});

it('takes a clock that jumps ahead for what it should say, and one that jumps back as it is', async () => {
  const { asked, around, housekeeping } = make();
  const began = around.now;
  for (const days of [1, -1]) {
    around.now = began + days * dayMs;
    housekeeping.tidy();
    await housekeeping.close();
  }
  expect(asked.map(({ now }) => Math.round((now - began) / dayMs))).toEqual([0, -1]);
});
