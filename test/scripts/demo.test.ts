import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { processesOf } from '../../scripts/demo/processes.ts';
import { findOnPath } from '../../src/daemon/search-path.ts';
import { build } from '../fixtures/built.ts';
import { installToneModel } from '../fixtures/tone-model.ts';

const root = join(import.meta.dirname, '../..');
const hasPocketsphinx =
  findOnPath('pocketsphinx_continuous', process.env['PATH'] ?? '', ['']) !== null;

/** A home without models, and a folder for temporary files that nobody else uses. */
let home: string;
let temporary: string;

beforeAll(build);
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'whis-d-'));
  temporary = join(home, 'tmp');
  await mkdir(temporary);
});
afterEach(() => rm(home, { recursive: true }));

describe('npm run demo', () => {
  it('shows a whole dictation in plain lines, and leaves nothing behind', async ({ skip }) => {
    skip(!hasPocketsphinx, 'pocketsphinx is not installed');
    const { code, stdout, stderr } = await ended(start());
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'whis: ignored: Listening is paused: whis resume\n',
    });
    const commands = stdout.match(/^\$ .*(?:\n.+)?/gm)?.map((command) => command.split('\n'));
    expect(commands).toEqual([
      ['$ whis listen --input demo.wav --hotkey none &', expect.stringMatching(/^whis listens at/)],
      ['$ whis status', expect.stringMatching(/^idle/)],
      ['$ whis pause', expect.stringMatching(/^paused/)],
      ['$ whis toggle', '$ whis status | head -1'],
      ['$ whis resume', expect.stringMatching(/^idle/)],
      ['$ whis toggle', expect.stringMatching(/^recording/)],
      ['$ whis status | head -1', expect.stringMatching(/^recording 0:\d\d/)],
      ['$ whis toggle', expect.stringMatching(/^transcribing/)],
      ['$ whis status | head -1', expect.stringMatching(/^transcribing/)],
      ['$ cat said.txt', expect.stringMatching(/^when i speak/)],
      ['$ whis show', expect.stringMatching(/^id /)],
      ['$ whis list', expect.stringMatching(/^ID /)],
      ['$ whis search clipboard', expect.stringMatching(/just now|ago$/)],
      ['$ whis stop', 'stopped'],
      ['$ whis status', expect.stringMatching(/^not running/)],
    ]);
    expect(stdout).toMatch(/^✓ .* words are (right|wrong)/m);
    expect(stdout).not.toContain('\u001b');
    await expectNothingLeft();
  }, 60_000);

  it('ends with everything that it has started at Ctrl-C', async ({ skip }) => {
    skip(!hasPocketsphinx, 'pocketsphinx is not installed');
    const demo = start();
    await printed(demo, 'recording — ');
    expect(processesOf(temporary)).not.toEqual([]);
    demo.kill('SIGINT');
    expect((await ended(demo)).code).toBe(130);
    await expectNothingLeft();
  }, 60_000);

  it("takes the person's own model first, and fails when it hears something else", async () => {
    await installToneModel(join(home, 'data/whis/models'), 'deaf');
    const { code, stdout } = await ended(start());
    expect(stdout).toContain('engine: local, deaf (audio stays on this machine)');
    expect(stdout).toMatch(/^✗ \d+ words are wrong, and 2 may be\.$/m);
    expect(code).toBe(1);
    await expectNothingLeft();
  }, 60_000);

  it('says what to install where it cannot do that itself', async () => {
    const { code, stdout, stderr } = await ended(start({ PATH: temporary }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/For the demo, install .*\n {2}pocketsphinx /);
    expect(stderr).toContain('demo: The demo needs a recogniser');
  });
});

function start(env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(root, 'scripts/demo.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      TMPDIR: temporary,
      ...env,
    },
  });
}

async function printed({ stdout }: ChildProcess, text: string): Promise<void> {
  let all = '';
  for await (const piece of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    all += String(piece);
    if (all.includes(text)) return;
  }
  throw new Error(`The demo ended without “${text}”:\n${all}`);
}

async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

async function expectNothingLeft(): Promise<void> {
  expect(processesOf(temporary)).toEqual([]);
  expect(await readdir(temporary)).toEqual([]);
}
