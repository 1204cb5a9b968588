import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import type { DaemonState } from '../../src/protocol/status.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';
import { dictate, listenToTone } from '../fixtures/dictate.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Home, type Client } from '../fixtures/home.ts';

const rounds = counts(1, 20);
const minute = 60_000;
const copied = 'delivered to clipboard\n';
/** What the recogniser of the test needs beside the shell. */
const needed = ['sh', 'stat', 'rm', 'cat', 'sleep', 'printf'];
const programs = openPrograms({ env: process.env, platform: 'linux' });
const real = programs.find('xclip') ?? 'xclip';

/** What is wrong with the clipboard's tool: its script, and what the delivery says then. */
const faults: Record<string, { script: string | null; says: RegExp }> = {
  missing: {
    script: null,
    says: /^The clipboard cannot be written: xclip is not on PATH\. Install/,
  },
  hanging: { script: 'exec sleep 300', says: /^“clipboard” took longer than 1 s .*whis copy/ },
  'hanging when it is read': {
    script: `case " $* " in *" -in "*) exec ${real} "$@" ;; *) exec sleep 300 ;; esac`,
    says: /^“clipboard” took longer than 1 s/,
  },
  failing: {
    script: 'exit 1',
    says: /^The clipboard could not be written: “xclip” ended with exit code 1\./,
  },
  lying: {
    script: `case " $* " in *" -in "*) printf older | ${real} "$@" ;; *) exec ${real} "$@" ;; esac`,
    says: /^Another text is on the clipboard: .*whis copy$/,
  },
  swallowing: {
    script: `case " $* " in *" -in "*) cat >/dev/null ;; *) exit 1 ;; esac`,
    says: /^Another text is on the clipboard/,
  },
};

let display: Display;
let home: Home;
let client: Client;

beforeAll(async () => {
  display = await startDisplay();
});
afterAll(() => display.close());
beforeEach(async () => {
  const folder = await Home.make(display.env);
  const bin = join(folder.folder, 'bin');
  await mkdir(bin);
  for (const name of needed) await symlink(programs.find(name) ?? '', join(bin, name));
  home = folder.with({ PATH: bin });
  const settings = { output: ['clipboard'], deadlines: { delivery_seconds: 1 } };
  ({ client } = await listenToTone(home, settings, '--hotkey=none'));
});
afterEach(async () => {
  await client.close();
  await home.close();
});

/** Puts a tool in the place of `xclip`; null takes it away. */
async function install(script: string | null): Promise<void> {
  await rm(join(home.folder, 'bin', 'xclip'), { force: true });
  if (script !== null) await home.program('bin/xclip', `#!/bin/sh\n${script}\n`);
}

function clipboard(): string {
  const env = { ...process.env, ...display.env };
  return execFileSync('xclip', ['-selection', 'clipboard', '-out'], { env, encoding: 'utf8' });
}

/** When the daemon came into a state for the last time, in milliseconds since 1970. */
function momentOf(state: DaemonState): number {
  const last = client.events.findLast(
    ({ event, data }) => event === 'state_changed' && data.to === state,
  );
  return Date.parse(last?.at ?? '');
}

it.each(Object.entries(faults))(
  'a clipboard tool that is %s loses no text, and is told',
  { timeout: minute },
  async (what, { script, says }) => {
    let kept = 0;
    let slowest = 0;
    for (let round = 0; round < rounds; round += 1) {
      await install(script);
      const { id, status, text, error, delivered } = await dictate(client);
      await expect.poll(async () => (await client.call('status')).state).toBe('idle');
      slowest = Math.max(slowest, momentOf('idle') - momentOf('transcribing'));
      expect({ status, text, error }).toEqual({
        status: 'done',
        text: expect.stringMatching(/^heard \d+ milliseconds$/) as string,
        error: null,
      });
      expect(delivered).toMatchObject([{ to: 'clipboard', confirmed: false }]);
      const told = await client.event((one) => one.event === 'delivered' && one.session_id === id);
      expect(told.data).toMatchObject({
        error: { code: 'delivery_failed', message: expect.stringMatching(says) as string },
      });
      expect((await home.whis('copy')).code).toBe(1);

      await install(`exec ${real} "$@"`);
      // A busy machine may need more than one second for a tool that works.
      await expect.poll(async () => (await home.whis('copy')).stdout).toBe(copied);
      expect(clipboard()).toBe(text);
      kept += 1;
    }
    const hung = () => home.processes().filter(({ command }) => command.includes('sleep 300'));
    await expect.poll(hung).toEqual([]);
    report(6, `a clipboard tool that is ${what}`, {
      tried: rounds,
      survived: kept,
      lost: rounds - kept,
      idle_ms: slowest,
    });
  },
);
