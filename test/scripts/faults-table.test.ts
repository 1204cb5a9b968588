import { expect, test } from 'vitest';

import { faultTable } from '../../scripts/faults/table.ts';

test('sums the rows up, with the worst of the times', () => {
  const table = faultTable([
    {
      row: 8,
      tried: 200,
      survived: 200,
      lost: 0,
      failed: 0,
      skipped: 2,
      idleMs: null,
      seconds: 61.24,
    },
    {
      row: 18,
      tried: 40,
      survived: 39,
      lost: 1,
      failed: 1,
      skipped: 0,
      idleMs: 812.4,
      seconds: 100,
    },
  ]);
  expect(table).toBe(
    [
      'row  tried  survived  lost  failed  skipped  back to idle  seconds',
      '  8    200       200     0       0        2             -     61.2',
      ' 18     40        39     1       1        0        812 ms    100.0',
      'all    240       239     1       1        2        812 ms    161.2',
    ].join('\n'),
  );
});
