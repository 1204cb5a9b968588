import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { counts, report } from '../fixtures/faults.ts';
import { Home } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';

/** A program of somebody else's, which tells of every signal that it gets. */
const stranger = `
  const { constants } = require('node:os');
  for (const signal of Object.keys(constants.signals)) {
    try { process.on(signal, () => console.log(signal)); } catch {}
  }
  console.log('ready');
  setInterval(() => {}, 1e6);
`;

let home: Home;
let other: ChildProcess;
let heard = '';

beforeEach(async () => {
  home = await Home.make();
  heard = '';
  other = spawn(process.execPath, ['-e', stranger], { stdio: ['ignore', 'pipe', 'ignore'] });
  const isReady = once(other.stdout as Readable, 'data');
  other.stdout?.setEncoding('utf8').on('data', (text: string) => (heard += text));
  await isReady;
});

afterEach(async () => {
  const exited = once(other, 'exit');
  other.kill('SIGKILL');
  await exited;
  await home.close();
});

/** Nobody has signalled it, and it runs. */
function expectUntouched(): void {
  expect(heard).toBe('ready\n');
  expect(isRunning(other.pid ?? -1)).toBe(true);
}

const contents: readonly { what: string; content: () => string | Buffer }[] = [
  { what: 'empty', content: () => '' },
  { what: 'binary', content: () => Buffer.from([0, 255, 254, 10, 0, 127, 128]) },
  { what: 'naming a live stranger', content: () => `${other.pid}\n` },
  { what: 'naming the group of a live stranger', content: () => `-${other.pid}\n` },
  { what: 'naming everyone', content: () => '-1\n' },
  { what: 'zero', content: () => '0' },
  { what: 'too large a number', content: () => '99999999999999999999\n' },
  { what: 'a megabyte long', content: () => `${other.pid}\n`.repeat(150_000) },
];

const inShort = contents.filter(({ what }) => /^(empty|binary|naming a live stranger)$/.test(what));

describe('a pid file that a dead daemon left', () => {
  it.for(counts(inShort, contents))(
    '$what is stale: nobody is signalled',
    async ({ what, content }) => {
      const dead = await home.listen();
      await dead.end('SIGKILL');
      for (const [verb, code] of [
        ['status', 3],
        ['stop', 0],
      ] as const) {
        writeFileSync(home.pidFile, content());
        const said = await home.whis(verb);
        expect(said.code).toBe(code);
        expect(said.stderr).toContain(`removed what a dead daemon left: ${home.pidFile}`);
        expect(existsSync(home.pidFile)).toBe(false);
      }
      writeFileSync(home.pidFile, content());
      const daemon = await home.listen();
      expect(readFileSync(home.pidFile, 'utf8')).toBe(`${daemon.pid}\n`);
      writeFileSync(home.pidFile, content());
      expect(JSON.parse((await home.whis('status', '--json')).stdout)).toMatchObject({
        pid: daemon.pid,
      });
      expect((await home.whis('stop')).code).toBe(0);
      expect(await daemon.code).toBe(0);
      // It is not ours any more.
      expect(readFileSync(home.pidFile)).toEqual(Buffer.from(content()));
      expectUntouched();
      report(12, `pid file ${what}`, { tried: 4, survived: 4, lost: 0 });
    },
  );
});

describe("at the pid file's path", () => {
  it('a link is replaced, and what it leads to is kept', async () => {
    const precious = join(home.folder, 'precious');
    writeFileSync(precious, 'precious');
    symlinkSync(precious, home.pidFile);
    const daemon = await home.listen();
    expect(lstatSync(home.pidFile).isSymbolicLink()).toBe(false);
    expect(await daemon.end()).toBe(0);
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    report(12, 'pid file a link', { tried: 1, survived: 1, lost: 0 });
  });

  it('a fifo does not hold anybody up', async () => {
    execFileSync('mkfifo', [home.pidFile]);
    expect((await home.whis('status')).code).toBe(3);
    expect(lstatSync(home.pidFile).isFIFO()).toBe(true);
    const daemon = await home.listen();
    expect(await daemon.end()).toBe(0);
    report(12, 'pid file a fifo', { tried: 2, survived: 2, lost: 0 });
  });

  it('a directory is told of, and kept', async () => {
    mkdirSync(home.pidFile);
    expect((await home.whis('status')).code).toBe(3);
    const said = await home.whis('listen', '--hotkey=none');
    expect(said.code).toBe(1);
    expect(said.stderr).toContain(`The pid file ${home.pidFile} could not be written`);
    expect(lstatSync(home.pidFile).isDirectory()).toBe(true);
    expect(existsSync(home.socket)).toBe(false);
    expect(home.processes()).toEqual([]);
    rmSync(home.pidFile, { recursive: true });
    const daemon = await home.listen();
    expect(await daemon.end()).toBe(0);
    report(12, 'pid file a directory', { tried: 2, survived: 2, lost: 0 });
  });
});
