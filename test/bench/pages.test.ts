import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { benchmarksPage, headlines, withFigures } from '../../bench/pages.ts';
import { reportOf, type Report } from '../../bench/report.ts';
import { figures } from '../../bench/figures.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const machine = { date: '2026-01-02T03:04:05Z', cpu: 'CPU', cores: 2, os: 'Linux', node: 'v24' };

describe('the page of all figures', () => {
  const row = { what: 'speed', unit: 'ms', ours: 12, other: 10, against: 'bare', samples: 30 };
  const page = (atMost: number) => {
    const figure = { name: 'one', title: 'One', ifMissed: 'It is slow.', measure: async () => [] };
    const rows = [{ ...row, goals: [{ of: 'ratio', atMost }] as const }];
    return benchmarksPage(reportOf(machine, [{ figure, rows }]));
  };

  it('tells each figure, what it is compared with, and the machine', () => {
    expect(page(2)).toContain('| speed | 12 ms | 10 ms (bare) | 1.20 | ≤ 2 × ✓ |');
    expect(page(2)).toContain('![One](bench/one.svg)');
    expect(page(2)).toContain('Measured on 2026-01-02: CPU, 2 cores, Linux, Node v24.');
  });

  it('says why a goal is missed, only where one is', () => {
    expect(page(1)).toContain('≤ 1 × ✗ missed |\n\nIt is slow.');
    expect(page(2)).not.toContain('It is slow.');
  });
});

describe('what was published', () => {
  const report = JSON.parse(read('docs/bench/latest.json')) as Report;

  it('has every figure that is measured', () => {
    expect(report.figures.map(({ name }) => name)).toEqual(figures.map(({ name }) => name));
  });

  it('is the page of the last whole run', () => {
    expect(read('docs/benchmarks.md')).toBe(benchmarksPage(report));
  });

  it('is what the README shows', () => {
    const readme = read('README.md');
    expect(withFigures(readme, report)).toBe(readme);
    for (const { what } of headlines) expect(readme).toContain(`| ${what} |`);
  });

  it('gives the reason of every goal that is missed', () => {
    const missed = report.figures.filter(({ rows }) =>
      rows.some(({ goals }) => goals.some(({ met }) => !met)),
    );
    expect(missed.filter(({ ifMissed }) => ifMissed === undefined)).toEqual([]);
  });
});
