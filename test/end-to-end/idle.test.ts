import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fastClock } from '../fixtures/fast-clock.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { childrenOf } from '../fixtures/process.ts';
import { writeTone } from '../fixtures/sound.ts';

/** How long is looked on, and how much faster the time passes meanwhile: ten minutes in all. */
const windowMs = 6000;
const speed = 100;

/** Beside what the bare node does: a wake-up by chance. */
const chance = 3;

let home: Home;
let bare: ChildProcess;
let daemon: Daemon;

beforeEach(async () => {
  home = await Home.make(await fastClock(speed));
  await home.settings({ engine: 'command', output: [] });
  bare = await startBareNode();
  daemon = await home.listen();
});

afterEach(async () => {
  bare.kill();
  await once(bare, 'close');
  await home.close();
});

describe('an idle daemon', () => {
  it('has no timer that repeats: it wakes up no more than a bare node that listens', async () => {
    await expectQuiet();
    expect(childrenOf(daemon.pid)).toEqual([]);
    const memory = { bare: residentMb(bare.pid ?? 0), daemon: residentMb(daemon.pid) };
    console.log(`resident memory, MB: ${JSON.stringify(memory)}`);
    expect(memory.daemon).toBeLessThan(2 * memory.bare);
  });

  it('is as quiet after a dictation as before', async () => {
    const input = await writeTone(join(home.folder, 'tone.wav'), { seconds: 1 });
    const client = await daemon.connect();
    await client.call('subscribe', { events: ['sessions'] });
    const { session_id: id } = await client.call('start_session', { input_file: input });
    await client.ended(id);
    await client.close();
    await expectQuiet();
    expect(childrenOf(daemon.pid)).toEqual([]);
  });
});

/** Looks on for a while, at both at once, after what has just happened is over. */
async function expectQuiet(): Promise<void> {
  const pids = { bare: bare.pid ?? 0, daemon: daemon.pid };
  let seen = 0;
  const isStill = () => seen === (seen = switchesOf(pids.daemon));
  await expect.poll(isStill, { interval: 500, timeout: 15_000 }).toBe(true);
  const before = { bare: switchesOf(pids.bare), daemon: switchesOf(pids.daemon) };
  await delay(windowMs);
  const during = {
    bare: switchesOf(pids.bare) - before.bare,
    daemon: switchesOf(pids.daemon) - before.daemon,
  };
  const seconds = (windowMs / 1000) * speed;
  console.log(`voluntary context switches in ${seconds} s: ${JSON.stringify(during)}`);
  expect(during.daemon).toBeLessThanOrEqual(2 * during.bare + chance);
}

/** The same Node with nothing but an open socket. */
async function startBareNode(): Promise<ChildProcess> {
  const script =
    "require('net').createServer().listen(process.argv[1], () => console.log('ready'))";
  const path = join(home.folder, 'run', 'bare.sock');
  const child = spawn(process.execPath, ['-e', script, path], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return child;
}

/** How often the threads of a process have gone to sleep so far. */
function switchesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8'))
    .map((status) => Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]))
    .reduce((sum, count) => sum + count, 0);
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
}
