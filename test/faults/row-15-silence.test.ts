import { lstatSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { counts, report } from '../fixtures/faults.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { Raw } from '../fixtures/raw.ts';
import {
  heldAtWork,
  holdsNoMore,
  megabytes,
  mostHeldBy,
  Pinger,
  type Held,
} from '../fixtures/watch.ts';

// Row 15: clients that connect and say nothing, or next to nothing; and a daemon that is stopped.

vi.setConfig({ testTimeout: counts(30_000, 900_000) });

const waveSize = 500;
const waves = counts(2, 20);
const storm = counts(1000, 5000);

let home: Home;
let daemon: Daemon;
let before: Held;
let tried = 0;

beforeAll(async () => {
  home = await Home.make();
  daemon = await home.listen();
  before = await heldAtWork(daemon);
});

afterAll(() => home.close());

/** A connection, or the error that came instead: the queue of a daemon that does not accept may be full. */
function knock(): Promise<Socket | string> {
  const socket = connect(home.socket);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? ''));
  });
}

const clients = async () => {
  const client = await daemon.connect();
  const status = await client.call('status');
  await client.close();
  return status.clients;
};

describe('silence', () => {
  it(`of ${waves * waveSize} connections in waves is bounded, and keeps nobody else from being answered`, async () => {
    const pinger = await Pinger.start(home.socket);
    let most = 0;
    for (let wave = 0; wave < waves; wave += 1) {
      const knocks = await Promise.all(Array.from({ length: waveSize }, knock));
      const sockets = knocks.filter((one) => typeof one !== 'string');
      tried += sockets.length;
      expect(sockets).toHaveLength(waveSize);
      most = Math.max(most, await clients());
      for (const socket of sockets) socket.destroy();
    }
    expect(most).toBeLessThanOrEqual(256 + 4);
    const pings = await pinger.end();
    const grownMb = await holdsNoMore(daemon, before);
    report(15, 'silent connections', {
      tried,
      survived: tried,
      lost: 0,
      most_clients: most,
      grown_mb: grownMb,
      most_held_mb: megabytes(mostHeldBy(daemon)),
      ...pings,
    });
  });

  it('after a first byte, or half a request, is closed after 5 s with one error', async () => {
    const beginnings = ['{', '"', 'S', ' ', '\u0010', '{"type":', 'STATUS', '\u0010\0\0\0{"ty'];
    const raws = await Promise.all(beginnings.map(() => Raw.connect(home.socket)));
    const from = performance.now();
    await Promise.all(raws.map((raw, index) => raw.write(beginnings[index] ?? '')));
    await Promise.all(raws.map(({ closed }) => closed));
    expect(performance.now() - from).toBeGreaterThan(4900);
    const answers = raws.map(({ text }) => /^ERR: |"code":"\w+"/.exec(text)?.[0]);
    const late = '"code":"request_timeout"';
    expect(answers).toEqual([late, late, 'ERR: ', late, '"code":"bad_json"', late, 'ERR: ', late]);
    for (const { text } of raws) expect(text.match(/"error"|ERR/g)).toHaveLength(1);
    await holdsNoMore(daemon, before);
    report(15, 'one byte and no more', { tried: raws.length, survived: raws.length, lost: 0 });
  });
});

describe('a daemon that is stopped', () => {
  it('stands a storm of connections; whis says in time that it does not answer, and touches nothing', async () => {
    const { ino } = lstatSync(home.socket);
    const running = home.processes().length;
    process.kill(daemon.pid, 'SIGSTOP');
    const knocks = await Promise.all(Array.from({ length: storm }, knock));
    const sockets = knocks.filter((one) => typeof one !== 'string');
    const refused = new Set(knocks.filter((one) => typeof one === 'string'));
    expect([...refused].filter((code) => code !== 'EAGAIN')).toEqual([]);

    for (const verb of ['status', 'toggle', 'start', 'ping', 'stop']) {
      const said = await home.whis(verb, '--timeout=1');
      expect({ verb, ...said }).toMatchObject({ verb, code: 4, stdout: '' });
      expect(said.stderr).not.toBe('');
    }
    expect(lstatSync(home.socket).ino).toBe(ino);
    expect(home.processes()).toHaveLength(running);

    process.kill(daemon.pid, 'SIGCONT');
    const client = await vi.waitFor(() => daemon.connect(), { timeout: 5000 });
    expect(await client.call('status')).toMatchObject({ pid: daemon.pid, state: 'idle' });
    await client.close();
    for (const socket of sockets) socket.destroy();
    const grownMb = await holdsNoMore(daemon, before);
    expect((await home.whis('status')).code).toBe(0);
    report(15, 'connect storm against a stopped daemon', {
      tried: storm,
      survived: storm,
      lost: 0,
      queued: sockets.length,
      grown_mb: grownMb,
    });
  });
});
