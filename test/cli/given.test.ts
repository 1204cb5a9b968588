import { describe, expect, it } from 'vitest';

import { given } from '../../src/cli/given.ts';

describe('given', () => {
  it('leaves out what is undefined, and only that', () => {
    expect(given({ a: undefined, b: null, c: 0, d: '' })).toStrictEqual({ b: null, c: 0, d: '' });
  });
});
