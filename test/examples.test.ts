import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openPrograms } from '../src/daemon/programs.ts';
import { Home } from './fixtures/home.ts';
import { makeRecogniser } from './fixtures/recogniser.ts';
import { writeTone } from './fixtures/sound.ts';

const folder = join(import.meta.dirname, '..', 'examples');
const seconds = '0.5';
let home: Home;

beforeAll(async () => {
  home = await Home.make();
  await home.settings((await makeRecogniser(home)).settings);
  const wav = await writeTone(join(home.folder, 'mic.wav'));
  await home.listen('--input', wav);
});
afterAll(() => home.close());

/** Runs a program with a `whis` on its PATH that knows the socket, and `only` some of the system's programs. */
async function run(argv: readonly string[], only?: readonly string[]): Promise<string> {
  const bin = await mkdtemp(join(home.folder, 'bin-'));
  await writeFile(join(bin, 'whis'), `#!/bin/sh\necho "${home.socket}"\n`, { mode: 0o755 });
  const programs = openPrograms({ env: process.env, platform: process.platform });
  const found = (name: string) => programs.find(name) ?? expect.fail(`This test needs “${name}”.`);
  for (const name of only ?? []) await symlink(found(name), join(bin, name));
  const [program = '', ...rest] = argv;
  const child = spawn(found(program), rest, {
    env: { ...home.env, PATH: only ? bin : `${bin}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  expect(`exit code ${code}\n${said}`).toMatch(/^exit code 0\n/);
  return said;
}

const heard = /heard \d+ milliseconds/;

describe.each(['nc', 'socat'])('with %s', (netcat) => {
  const tools = [netcat, 'sleep', 'grep'];

  it('bare.sh speaks in bare words', async () => {
    const said = await run(['sh', join(folder, 'bare.sh'), seconds, home.socket], tools);
    expect(said.split('\n').slice(0, 3)).toEqual(['"Idle"', '"Recording"', '"Transcribing"']);
    expect((await home.whis('last')).stdout).toMatch(heard);
  });

  it('text.sh speaks in commands', async () => {
    const said = await run(['sh', join(folder, 'text.sh'), seconds], tools);
    expect(said).toMatch(
      /^\{.*"state":"idle".*\}\nSTART an example: OK\nDONE: OK\n"saves_count":\d+\n$/,
    );
  });
});

const events = (said: string) =>
  Array.from(said.matchAll(/^event .*?(\w+)$/gm), ([, name]) => name);

describe('in Node', () => {
  it('lines.mjs speaks in tagged lines, and hears events', async () => {
    const said = await run([process.execPath, join(folder, 'lines.mjs'), seconds]);
    expect(said).toMatch(/^idle, .*, event \d+\n/);
    expect(said).toMatch(/\ndone heard \d+ milliseconds\n$/);
    expect(events(said)).toEqual(
      expect.arrayContaining(['session_started', 'session_done', 'delivered']),
    );
  });

  it('frames.mjs speaks in tagged frames, and hears events', async () => {
    const said = await run(
      [process.execPath, join(folder, 'frames.mjs'), seconds, home.socket],
      [],
    );
    expect(said).toMatch(/^idle\n/);
    expect(said).toMatch(/\ndone heard \d+ milliseconds\n$/);
    expect(events(said)).toEqual(expect.arrayContaining(['session_started', 'session_done']));
  });
});

describe('in Python', () => {
  it('lines.py speaks in tagged lines, and follows a session to its end', async () => {
    const said = await run(['python3', join(folder, 'lines.py'), seconds, home.socket]);
    expect(said).toMatch(/^idle\nattached to \w+\n/);
    expect(said).toMatch(/\nheard \d+ milliseconds\n$/);
    expect(events(said)).toEqual(
      expect.arrayContaining(['session_started', 'session_done', 'delivered']),
    );
  });

  it('frames.py speaks as to a process manager, and hears events', async () => {
    const said = await run(['python3', join(folder, 'frames.py'), seconds]);
    expect(said).toMatch(/^\d+ sessions\n/);
    expect(said).toMatch(/\nheard \d+ milliseconds\n$/);
    expect(events(said)).toEqual(expect.arrayContaining(['process_started', 'process_exited']));
  });
});

it('leaves no example untried', () => {
  expect(readdirSync(folder).sort()).toEqual([
    'bare.sh',
    'frames.mjs',
    'frames.py',
    'lines.mjs',
    'lines.py',
    'text.sh',
  ]);
});
