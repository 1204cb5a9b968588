import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Home } from '../fixtures/home.ts';

const rounds = 50;

let home: Home;

beforeAll(async () => {
  home = await Home.make();
});

afterAll(() => home.close());

it(`has one owner, ${rounds} times, when two daemons are started at once`, async () => {
  const counts = { tried: 0, owners: 0, refused: 0, named: 0, left: 0 };
  for (let round = 0; round < rounds; round += 1) {
    counts.tried += 1;
    const start = () => home.start('listen', '--hotkey=none');
    const [one, other] = [start(), start()];
    const loser = await Promise.race([one.ended, other.ended]);
    const owner = loser === one ? other : one;
    await owner.prints('whis toggle. End');
    if ((await loser.code) === 7) counts.refused += 1;
    if (loser.printed.includes(`pid ${owner.pid}`)) counts.named += 1;
    if (readFileSync(home.pidFile, 'utf8') === `${owner.pid}\n`) counts.owners += 1;
    expect(await owner.end()).toBe(0);
    counts.left += home.processes().length;
  }
  console.log(JSON.stringify(counts));
  expect(counts).toEqual({
    tried: rounds,
    owners: rounds,
    refused: rounds,
    named: rounds,
    left: 0,
  });
}, 120_000);
