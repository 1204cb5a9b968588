import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ModuleName, RunningModule } from '../../src/core/ports.ts';
import { spawnModule } from '../../src/headless/spawn-module.ts';
import { isRunning } from '../fixtures/process.ts';

let folder: string;
let started: RunningModule[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-module-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((module) => module.kill()));
  rmSync(folder, { recursive: true });
});

const echo = `process.on('message', (message) => process.send(message));`;

describe('spawnModule', () => {
  it('starts the module that was asked for', async () => {
    const asked: ModuleName[] = [];
    const module = spawnModule('recorder', {
      modulePath(name) {
        asked.push(name);
        return write(`process.send('here'); process.exitCode = 0; process.disconnect();`);
      },
      env: {},
    });
    expect(await next(module)).toBe('here');
    expect(asked).toEqual(['recorder']);
    expect(await module.exited).toMatchObject({ code: 0 });
  });

  it.each([
    ['words', 'Grüße 🎙️'],
    ['objects', { type: 'listen', deep: [{ a: 1 }, null, undefined] }],
    ['frames', Int16Array.of(-32_768, 0, 32_767)],
    ['floats', Float32Array.of(0, 0.5, -1)],
    ['maps', new Map([['a', new Set([1])]])],
    ['five minutes of sound', new Int16Array(16_000 * 300).fill(7)],
  ])('carries %s there and back', async (_, message) => {
    const module = start(echo);
    module.send(message);
    const back = await next(module);
    expect(back).toStrictEqual(message);
  });

  it('keeps messages in order, those sent before it listens too', async () => {
    const module = start(echo);
    const received: unknown[] = [];
    module.onMessage((message) => received.push(message));
    const sent = Array.from({ length: 1000 }, (_, index) => index);
    for (const message of sent) module.send(message);
    await expect.poll(() => received.length).toBe(sent.length);
    expect(received).toEqual(sent);
  });

  it('hears its last messages before its end', async () => {
    const module = start(
      `for (let i = 0; i < 200; i += 1) process.send(new Int16Array(1600));
process.send('last', () => process.exit(3));`,
    );
    let last: unknown;
    module.onMessage((message) => (last = message));
    expect(await module.exited).toMatchObject({ code: 3 });
    expect(last).toBe('last');
  });

  it('tells how it ended and what it said', async () => {
    const module = start(
      `process.stderr.write('x'.repeat(10_000) + 'end\\n'); process.exitCode = 5; process.disconnect();`,
    );
    const { code, signal, stderr } = await module.exited;
    expect({ code, signal }).toEqual({ code: 5, signal: null });
    expect(stderr).toMatch(/^x{4000,4093}end$/);
  });

  it('tells a module that throws', async () => {
    const { code, stderr } = await start(`throw new Error('broken inside')`).exited;
    expect(code).toBe(1);
    expect(stderr).toContain('broken inside');
  });

  it('tells a module that aborts', async () => {
    expect(await start('process.abort()').exited).toMatchObject({ code: null, signal: 'SIGABRT' });
  });

  it('tells a module that is not there', async () => {
    const module = spawnModule('engine', { modulePath: () => join(folder, 'none.mjs'), env: {} });
    const { code, stderr } = await module.exited;
    expect(code).toBe(1);
    expect(stderr).toContain('none.mjs');
  });

  it('kills a module that is busy for ever, and may be asked to twice', async () => {
    const module = start(`process.send(process.pid, () => { for (;;); });`);
    const pid = await next(module);
    await Promise.all([module.kill(), module.kill()]);
    expect(await module.exited).toMatchObject({ code: null, signal: 'SIGKILL' });
    await module.kill();
    expect(isRunning(Number(pid))).toBe(false);
  });

  it('is silent about a message to a module that has ended', async () => {
    const module = start(`process.exit(0)`);
    // Sent while it is ending and after: neither may be an error, nor pass for its end.
    for (let count = 0; count < 100; count += 1) module.send(new Int16Array(16_000));
    expect(await module.exited).toMatchObject({ code: 0 });
    module.send('too late');
  });

  it('gives a module the environment that it is handed, and nothing of ours', async () => {
    const path = write(`process.send(process.env)`);
    const module = spawnModule('engine', {
      modulePath: () => path,
      env: { GIVEN: 'yes', WHIS_OPENAI_API_KEY: 'needed' },
    });
    started.push(module);
    const env = (await next(module)) as Record<string, string>;
    const nodesOwn = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
    const given = Object.entries(env).filter(([name]) => !nodesOwn.includes(name));
    expect(Object.fromEntries(given)).toEqual({ GIVEN: 'yes', WHIS_OPENAI_API_KEY: 'needed' });
  });
});

function start(source: string): RunningModule {
  const path = write(source);
  const module = spawnModule('engine', { modulePath: () => path, env: {} });
  started.push(module);
  return module;
}

function write(source: string): string {
  const path = join(folder, 'module.mjs');
  writeFileSync(path, source);
  return path;
}

function next(module: RunningModule): Promise<unknown> {
  return new Promise((resolve) => module.onMessage(resolve));
}
