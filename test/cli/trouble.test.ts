import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { build } from '../fixtures/built.ts';
import { Home } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { idle, ScriptedDaemon, type Script } from '../fixtures/scripted-daemon.ts';

let home: Home;
let closers: (() => Promise<unknown>)[];

beforeAll(build);
beforeEach(async () => {
  home = await Home.make();
  closers = [];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  await home.close();
});

async function answering(script: Script): Promise<ScriptedDaemon> {
  const daemon = await ScriptedDaemon.listen(home.socket, script);
  closers.push(() => daemon.close());
  return daemon;
}

/** A daemon in a process of its own, to be stopped. */
async function separate(backlog: number): Promise<ChildProcess> {
  const path = join(import.meta.dirname, 'children/scripted.ts');
  const child = spawn(process.execPath, [path, home.socket, String(backlog)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closers.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await once(child.stdout, 'data');
  return child;
}

/** Connects until the queue of a stopped daemon is full. */
async function fillQueue(): Promise<void> {
  const sockets: Socket[] = [];
  closers.push(async () => sockets.forEach((socket) => socket.destroy()));
  for (;;) {
    const socket = connect(home.socket);
    sockets.push(socket);
    const [what] = await Promise.race([
      once(socket, 'connect').then(() => ['connected']),
      new Promise<[string]>((resolve) =>
        socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve([code ?? ''])),
      ),
    ]);
    if (what === 'EAGAIN') return;
    expect(what).toBe('connected');
  }
}

describe('a daemon that does not answer', () => {
  it.each([
    ['hello', { hello: null }],
    ['status', { status: null }],
  ] satisfies [string, Script][])('to %s: exit 4 in time, nothing unlinked', async (_, script) => {
    await answering(script);
    const said = await home.whis('status', '--timeout', '0.2');
    expect(said).toMatchObject({ code: 4, stdout: '' });
    expect(said.stderr).toContain('did not answer in time');
    expect((await stat(home.socket)).isSocket()).toBe(true);
  });

  it('is not replaced by another one', async () => {
    const daemon = await answering({ hello: null });
    expect(await home.whis('toggle', '--timeout', '0.2')).toMatchObject({ code: 4 });
    expect(daemon.asked).toEqual([]);
  });

  it('and is stopped: exit 4; after it goes on all is well', async () => {
    const child = await separate(100);
    child.kill('SIGSTOP');
    expect(await home.whis('ping', '--timeout', '0.3')).toMatchObject({ code: 4 });
    child.kill('SIGCONT');
    expect(await home.whis('ping')).toMatchObject({ code: 0, stdout: 'pong\n' });
  });

  it('and whose queue is full: it is tried again until the time is over', async () => {
    const child = await separate(1);
    child.kill('SIGSTOP');
    await fillQueue();
    expect(await home.whis('ping', '--timeout', '0.3')).toMatchObject({ code: 4, stdout: '' });
    const patient = home.whis('ping', '--timeout', '15');
    child.kill('SIGCONT');
    expect(await patient).toMatchObject({ code: 0, stdout: 'pong\n' });
  });

  it('but hangs up: exit 4', async () => {
    await answering({
      status: (_, caller) => {
        caller.hangUp();
        return null;
      },
    });
    const said = await home.whis('status');
    expect(said).toMatchObject({ code: 4, stdout: '' });
    expect(said.stderr).toContain('closed the connection without an answer');
  });
});

describe('a daemon that waits', () => {
  it('is waited for without end, unless a time is given', async () => {
    const daemon = await answering({ stop_session: null });
    const said = await home.whis('done', '--wait', '--timeout', '0.2');
    expect(said.code).toBe(4);
    expect(daemon.asked).toEqual([{ type: 'stop_session', wait: true }]);
  });
});

describe('what speaks another protocol', () => {
  it('is a daemon that says which side to upgrade: exit 5', async () => {
    const message = 'This client speaks protocol 1, the daemon 3 and newer. Upgrade the client.';
    await answering({ hello: { type: 'error', code: 'unsupported_protocol', message } });
    expect(await home.whis('status')).toEqual({
      code: 5,
      stdout: '',
      stderr: `whis: ${message}\n`,
    });
  });

  it.each([['HTTP/1.1 400 Bad Request\r\n\r\n'], ['[1,2]\n'], ['{"no":"type"}\n'], ['\u0000\n']])(
    'is no daemon at all (%j): exit 5',
    async (text) => {
      await answering({
        hello: (_, caller) => {
          caller.sendRaw(text);
          return null;
        },
      });
      const said = await home.whis('status');
      expect(said).toMatchObject({ code: 5, stdout: '' });
      expect(said.stderr).toContain('does not speak the protocol of whis');
    },
  );

  it('is told apart from a daemon that has no place left', async () => {
    await answering({ hello: { type: 'error', code: 'too_many_clients', message: 'Full.' } });
    expect(await home.whis('status')).toMatchObject({ code: 7, stderr: 'whis: Full.\n' });
  });

  it('is no reason to mind an event between the replies', async () => {
    await answering({
      status: (_, caller) => {
        caller.send({ type: 'event', seq: 1, at: '', event: 'later_invention', data: {} });
        return idle;
      },
    });
    expect(await home.whis('status')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('stop', () => {
  it('returns when the process is gone, not only its connection', async () => {
    const child = await separate(100);
    const said = await home.whis('stop');
    expect(said).toEqual({ code: 0, stdout: 'stopped\n', stderr: '' });
    expect(isRunning(child.pid ?? 0)).toBe(false);
  });

  it('says so when the daemon does not go', async () => {
    await answering({
      status: { ...idle, pid: process.pid },
      shutdown: (_, caller) => {
        setImmediate(() => caller.hangUp());
        return { type: 'ok' };
      },
    });
    const said = await home.whis('stop', '--timeout', '0.3');
    expect(said).toMatchObject({ code: 4, stdout: '' });
    expect(said.stderr).toContain(`kill -9 ${process.pid}`);
  });
});
