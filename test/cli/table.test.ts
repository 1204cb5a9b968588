import { describe, expect, it } from 'vitest';

import { table } from '../../src/cli/table.ts';

describe('table', () => {
  const rows = [
    ['ID', 'TEXT'],
    ['日本', 'a long text without an end'],
  ];

  it('sets columns', () => {
    expect(table(rows, null)).toBe('ID    TEXT\n日本  a long text without an end');
  });

  it('cuts the last one to the terminal, but not to nothing', () => {
    expect(table(rows, 20)).toBe('ID    TEXT\n日本  a long text w…');
    expect(table(rows, 3)).toBe('ID    TEXT\n日本  a long te…');
  });

  it('of nothing is nothing', () => {
    expect(table([], 80)).toBe('');
  });
});
