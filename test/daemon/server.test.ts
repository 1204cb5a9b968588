import { afterEach, describe, expect, it } from 'vitest';

import { Server } from '../../src/daemon/server.ts';
import { Doorway } from '../fixtures/doorway.ts';
import type { Raw } from '../fixtures/raw.ts';

const max = 3;
const doorways: Doorway[] = [];
afterEach(async () => {
  for (const doorway of doorways.splice(0)) await doorway.close();
});

async function open(places = max): Promise<{ doorway: Doorway; server: Server }> {
  let server: Server | undefined;
  const doorway = await Doorway.open(
    (type) => ({ type: `${type}_answered` }),
    (daemon) => {
      server = new Server(daemon, () => places);
      const made = server;
      return (socket) => made.accept(socket);
    },
  );
  doorways.push(doorway);
  if (server === undefined) throw new Error('there is no server');
  return { doorway, server };
}

/** Asks, and gives the word of the answer: its code, or its type. */
async function ask(raw: Raw, type = 'ping'): Promise<string> {
  const had = raw.lines.length;
  raw.socket.write(`{"type":"${type}"}\n`);
  await Promise.race([raw.until(({ lines }) => lines.length > had), raw.closed]);
  const reply = raw.lines[had] as { type: string; code?: string } | undefined;
  return reply?.code ?? reply?.type ?? 'closed';
}

/** Clients that have sent a request each. */
async function speaking(doorway: Doorway, count: number): Promise<Raw[]> {
  const raws: Raw[] = [];
  for (let made = 0; made < count; made += 1) {
    const raw = await doorway.connect();
    await ask(raw);
    raws.push(raw);
  }
  return raws;
}

describe('when all places are taken', () => {
  it('the oldest who has said nothing yet makes room', async () => {
    const { doorway, server } = await open();
    const [first] = await speaking(doorway, 1);
    const silent = await doorway.connect();
    const younger = await doorway.connect();
    const newcomer = await doorway.connect();
    expect(await ask(newcomer, 'list_sessions')).toBe('list_sessions_answered');
    await silent.closed;
    expect(await ask(younger, 'list_sessions')).toBe('list_sessions_answered');
    expect(first && (await ask(first, 'list_sessions'))).toBe('list_sessions_answered');
    expect(server.clients).toBe(max);
  });

  it('half a request does not count as having spoken', async () => {
    const { doorway } = await open();
    const half = await doorway.connect();
    half.socket.write('{"type":"pi');
    await speaking(doorway, max);
    await half.closed;
    expect(half.text).toBe('');
  });

  it('by clients who have spoken, four more may ask hello, ping, status and shutdown only', async () => {
    const { doorway, server } = await open();
    await speaking(doorway, max);
    for (const type of ['hello', 'ping', 'status', 'shutdown']) {
      const extra = await doorway.connect();
      expect(await ask(extra, 'toggle')).toBe('too_many_clients');
      expect(await ask(extra, type)).toBe(`${type}_answered`);
    }
    expect(server.clients).toBe(max + 4);
    const sixth = await doorway.connect();
    await sixth.closed;
    expect(sixth.lines).toMatchObject([{ type: 'error', code: 'too_many_clients' }]);
    expect(doorway.asked).not.toContain('toggle');
  });

  it('silent newcomers never get a place for good by pushing each other out', async () => {
    const { doorway, server } = await open();
    await speaking(doorway, max);
    const newcomers: Raw[] = [];
    for (let count = 0; count < 20; count += 1) {
      newcomers.push(await doorway.connect());
      const last = await doorway.connect();
      expect(await ask(last, 'toggle')).toMatch(/too_many_clients|closed/);
    }
    expect(server.clients).toBeLessThanOrEqual(max + 4);
    expect(doorway.asked).not.toContain('toggle');
  });

  it('a place that becomes free is for the next', async () => {
    const { doorway, server } = await open();
    const [first] = await speaking(doorway, max);
    await first?.close();
    await expect.poll(() => server.clients).toBe(max - 1);
    expect(await ask(await doorway.connect(), 'toggle')).toBe('toggle_answered');
  });
});

describe('the server', () => {
  it('takes a thousand clients when so many may come', async () => {
    const { doorway, server } = await open(1000);
    const raws = await speaking(doorway, 1000);
    expect(server.clients).toBe(1000);
    const words = await Promise.all(raws.map((raw) => ask(raw, 'toggle')));
    expect(new Set(words)).toEqual(new Set(['toggle_answered']));
    for (const raw of raws) raw.socket.destroy();
    await expect.poll(() => server.clients).toBe(0);
  });

  it('closes everyone, whether they read or not', async () => {
    const { doorway, server } = await open();
    const raws = await speaking(doorway, max);
    raws[0]?.socket.pause();
    await server.close();
    expect(server.clients).toBe(0);
    raws[0]?.socket.resume();
    await Promise.all(raws.map(({ closed }) => closed));
  });
});
