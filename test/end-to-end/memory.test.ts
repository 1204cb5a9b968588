import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { counts } from '../fixtures/faults.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';
import { heldAtWork } from '../fixtures/watch.ts';

vi.setConfig({ testTimeout: counts(60_000, 600_000) });

const connections = 1000;
const sessions = counts(100, 1000);

let home: Home;
let daemon: Daemon;

beforeEach(async () => {
  home = await Home.make();
  await home.settings({
    ...(await writeRecogniser(home, 'echo words')),
    output: [`file:${home.folder}/out.txt`],
    max_connections: connections + 20,
  });
  const wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 1 });
  daemon = await home.listen('--input', wav, '--input-speed=max');
});

afterEach(() => home.close());

/** Prints how much memory each of so many holds, in kB. */
function print(what: string, bytes: number, count: number): number {
  const each = Math.round(bytes / count / 100) / 10;
  process.stdout.write(`memory held by ${what}: ${each} kB (of ${count})\n`);
  return each;
}

async function dictate(client: Client): Promise<void> {
  await client.call('start_session', {});
  await vi.waitFor(
    async () => expect((await client.call('status')).session?.elapsed_ms ?? 0).toBeGreaterThan(200),
    { interval: 5 },
  );
  const { status } = await client.call('stop_session', { wait: true });
  expect(status).toBe('done');
}

describe('memory', () => {
  it(`holds ${connections} open connections, each of which is answered`, async () => {
    const before = await heldAtWork(daemon);
    const clients: Client[] = [];
    for (let count = 0; count < connections; count += 1) {
      const client = await daemon.connect();
      await client.call('ping');
      clients.push(client);
    }
    const during = await heldAtWork(daemon);
    // Whoever has just asked for the memory may not have gone yet.
    const counted = async () => (await clients[0]?.call('status'))?.clients;
    await expect.poll(counted).toBe(connections);
    const answers = await Promise.all(clients.map((client) => client.call('ping')));
    expect(answers).toHaveLength(connections);
    const each = print('a connection', during.rssBytes - before.rssBytes, connections);
    expect(each).toBeLessThan(100);
    for (const client of clients) await client.close();
  });

  it('is not held by sessions that are done', async () => {
    const client = await daemon.connect();
    // The first few bring with them what every later one uses too.
    for (let count = 0; count < 20; count += 1) await dictate(client);
    const before = await heldAtWork(daemon);
    for (let count = 0; count < sessions; count += 1) await dictate(client);
    const after = await heldAtWork(daemon);
    const each = print('a session that is done', after.rssBytes - before.rssBytes, sessions);
    expect(each).toBeLessThan(200);
    await client.close();
  });
});
