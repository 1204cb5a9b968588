import { describe, expect, it } from 'vitest';

import { Turns } from '../../src/core/turns.ts';

describe('Turns', () => {
  it('lets one after the other go, in the order in which they came', async () => {
    const turns = new Turns();
    const order: number[] = [];
    const tickets = [1, 2, 3].map((n) => ({ n, ticket: turns.take() }));
    const all = tickets.map(async ({ n, ticket }) => {
      await ticket.ready;
      order.push(n);
      ticket.leave();
    });
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3]);
  });

  it('lets somebody leave before it is his turn without holding up or overtaking', async () => {
    const turns = new Turns();
    const first = turns.take();
    const second = turns.take();
    const third = turns.take();
    second.leave();
    let isThird = false;
    const waited = third.ready.then(() => (isThird = true));
    expect(isThird).toBe(false);
    first.leave();
    await waited;
    expect(isThird).toBe(true);
  });
});
