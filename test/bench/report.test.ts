import { describe, expect, it } from 'vitest';

import { chart } from '../../bench/chart.ts';
import { describeGoal, isMet, ratioOf, type Goal, type Row } from '../../bench/figure.ts';
import { table } from '../../bench/table.ts';

const row: Row = {
  what: 'a & b',
  unit: 'ms',
  ours: 12,
  other: 10,
  against: '<bare>',
  goals: [{ of: 'ratio', atMost: 1.1 }],
  samples: 30,
};
const figure = { name: 'one', title: 'One', measure: async () => [row] };
const machine = { date: '2026-01-02T03:04:05Z', cpu: 'CPU', cores: 2, os: 'Linux', node: 'v24' };

describe('a goal', () => {
  it.each([
    [{ of: 'ratio', atMost: 1.2 }, 12, 10, true, '≤ 1.2 ×'],
    [{ of: 'ratio', atMost: 1.1 }, 12, 10, false, '≤ 1.1 ×'],
    [{ of: 'ratio', atLeast: 0.6 }, 6, 10, true, '≥ 0.6 ×'],
    [{ of: 'ratio', atLeast: 0.6 }, 5, 10, false, '≥ 0.6 ×'],
    [{ of: 'more', atMost: 15 }, 25, 10, true, '≤ +15 ms'],
    [{ of: 'more', atMost: 15 }, 26, 10, false, '≤ +15 ms'],
    [{ of: 'value', atMost: 30 }, 31, null, false, '≤ 30 ms'],
    [{ of: 'ratio', atMost: 2 }, 0, 0, true, '≤ 2 ×'],
  ] satisfies [Goal, number, number | null, boolean, string][])(
    '%j of %d and %d: %s',
    (goal, ours, other, expected, words) => {
      const measured = { ...row, ours, other };
      expect(isMet(goal, measured)).toBe(expected);
      expect(describeGoal(goal, measured)).toBe(words);
    },
  );

  it('has no ratio to nothing', () => {
    expect(ratioOf({ ...row, other: 0 })).toBeNull();
    expect(ratioOf({ ...row, other: null })).toBeNull();
  });
});

describe('the table', () => {
  it('tells both figures, their ratio, the goal and whether it is met', () => {
    const [head, , line] = table([{ figure, rows: [row] }]).split('\n');
    const heads = ['figure', 'ours', 'the other', 'ratio', 'samples', 'goal'];
    expect(head?.trim().split(/\s{2,}/)).toEqual(heads);
    const cells = ['a & b', '12 ms', '10 ms (<bare>)', '1.20', '30', '≤ 1.1 ×', 'missed'];
    expect(line?.trim().split(/\s{2,}/)).toEqual(cells);
  });
});

describe('the chart', () => {
  it('shows each figure with its words, for light and dark pages', () => {
    const svg = chart({ figure, rows: [row] }, machine);
    expect(svg).toContain('a &amp; b');
    expect(svg).toContain('&lt;bare&gt;');
    expect(svg).toContain('12 ms  (1.20 ×)');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.match(/<rect class="(ours|other)"/g)).toHaveLength(2);
  });
});
