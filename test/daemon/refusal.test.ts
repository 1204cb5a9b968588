import { afterEach, expect, it } from 'vitest';

import { Client, Home } from '../fixtures/home.ts';

let home: Home;
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await home.close();
});

it('tells a newcomer that all places are taken, even one that speaks at once', async () => {
  home = await Home.make();
  await home.settings({ max_connections: 1 });
  const daemon = await home.listen();
  // One place, and the four extra ones.
  for (let place = 1; place <= 5; place += 1) {
    const client = await daemon.connect();
    clients.push(client);
    await client.call('ping');
  }
  for (let time = 1; time <= 10; time += 1) {
    const { code, stderr } = await home.whis('status');
    expect({ code, stderr }).toEqual({
      code: 7,
      stderr: expect.stringContaining('clients as may be are connected already (1)') as string,
    });
  }
});
