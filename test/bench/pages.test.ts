import { describe, expect, it } from 'vitest';

import { benchmarksPage } from '../../bench/pages.ts';
import { reportOf } from '../../bench/report.ts';

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
