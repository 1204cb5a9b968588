import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { faultsPage, isWhole } from '../../scripts/faults/page.ts';
import { rowWords } from '../../scripts/faults/rows.ts';
import type { RowRun } from '../../scripts/faults/table.ts';

const root = join(import.meta.dirname, '../..');
const fine = { tried: 1, survived: 1, lost: 0, failed: 0, skipped: 0, seconds: 1, idleMs: null };
const rows = Object.keys(rowWords).map(Number);
const all: readonly RowRun[] = rows.map((row) => ({ ...fine, row }));

test('has a short form of every row among the tests', () => {
  const files = readdirSync(join(root, 'test/faults'));
  const rowsOfFiles = new Set(files.map((name) => Number(/^row-(\d+)/.exec(name)?.[1])));
  const specs = join(root, 'test/electron/app');
  const tags = readdirSync(specs).flatMap((name) =>
    Array.from(readFileSync(join(specs, name), 'utf8').matchAll(/tag: '@row-(\d+)'/g), ([, row]) =>
      Number(row),
    ),
  );
  expect([...new Set([...rowsOfFiles, ...tags])].sort((one, other) => one - other)).toEqual(rows);
});

test('is whole when every row was run, and nothing failed, was lost or left out', () => {
  expect(isWhole(all)).toBe(true);
  expect(isWhole(all.slice(1))).toBe(false);
  for (const flaw of [{ lost: 1 }, { failed: 1 }, { skipped: 1 }, { tried: 0 }])
    expect(isWhole(all.with(3, { ...fine, row: 4, ...flaw }))).toBe(false);
});

test('tells of each row what was done, how often, and what came of it', () => {
  const machine = {
    date: '2026-11-20T10:00:00.000Z',
    cpu: 'A CPU',
    cores: 2,
    os: 'Debian',
    node: 'v24',
  };
  const page = faultsPage(
    all.with(0, { ...fine, row: 1, tried: 1234, survived: 1234, idleMs: 812.4 }),
    machine,
  );
  expect(page).toContain('Run on 2026-11-20: A CPU, 2 cores, Debian, Node v24.');
  expect(page).toContain(`| 1. ${rowWords[1]} | 1,234 | 1,234 | 0 | 812 ms |\n`);
  expect(page).toContain(`| 21. ${rowWords[21]} | 1 | 1 | 0 | – |\n`);
});
