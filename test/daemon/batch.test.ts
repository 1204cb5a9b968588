import { describe, expect, it } from 'vitest';

import { Batch } from '../../src/daemon/batch.ts';

describe('a batch', () => {
  it('puts texts together as text', () => {
    const batch = new Batch();
    batch.add('ä\n');
    batch.add('b\n');
    expect(batch.length).toBe(4);
    expect(batch.take()).toBe('ä\nb\n');
  });

  it('puts bytes and texts together as bytes, in order', () => {
    const batch = new Batch();
    batch.add('ä');
    batch.add(new Uint8Array([1, 2, 3]).subarray(1));
    expect(batch.length).toBe(3);
    expect(batch.take()).toEqual(Buffer.from([0xc3, 0xa4, 2, 3]));
  });

  it('is empty after everything was taken', () => {
    const batch = new Batch();
    batch.add('a');
    batch.take();
    expect(batch.length).toBe(0);
    expect(batch.take()).toBe('');
  });
});
