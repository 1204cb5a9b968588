import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Status } from '../../src/protocol/status.ts';
import { Home, type Said } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let home: Home;
let recogniser: TestRecogniser;
let wav: string;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [] });
  wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 30, isSteady: true });
});

afterEach(() => home.close());

const listen = () => home.listen('--input', wav);

/** The status as a person and as a program gets it. */
async function status(): Promise<{ text: Said; json: Said; status: Status }> {
  const text = await home.whis('status');
  const json = await home.whis('status', '--json');
  return { text, json, status: JSON.parse(json.stdout) as Status };
}

describe('whis status', () => {
  it('tells that it is idle, and everything about the daemon', async () => {
    const daemon = await listen();
    const { text, json, status: told } = await status();
    expect([text.code, json.code]).toEqual([0, 0]);
    expect([text.stderr, json.stderr]).toEqual(['', '']);
    expect(text.stdout.split('\n')).toEqual([
      'idle — whis toggle starts a dictation',
      'engine      command, recogniser (audio stays on this machine)',
      'microphone  mic.wav',
      'hotkey      none; whis toggle does the same',
      expect.stringMatching(/^since       \d+ s, 0 done \(headless .+, process \d+\)$/),
      '',
    ]);
    expect(told).toMatchObject({
      type: 'status',
      state: 'idle',
      listening: true,
      current_session: null,
      session: null,
      queue: [],
      saves_count: 0,
      total_resumes: 0,
      failed_count: 0,
      pid: daemon.pid,
      host: 'headless',
      engine: 'command',
      audio_leaves_machine: false,
      hotkey: { accelerator: null, armed: false },
    });
  });

  it('tells what is recorded, how long already and how loud', async () => {
    await listen();
    const id = sessionOf(await home.whis('toggle', '--json'));
    await expect.poll(async () => (await status()).status.session?.level_dbfs).toBeCloseTo(-9, 0);
    const { text, json, status: told } = await status();
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.stdout).toMatch(
      /^recording 0:\d\d — whis toggle ends it, whis cancel throws it away\n/,
    );
    expect(told).toMatchObject({
      state: 'recording',
      current_session: id,
      session: { id, silent: false },
    });
    expect(told.session?.elapsed_ms).toBeGreaterThan(0);
  });

  it('tells what is transcribed', async () => {
    await listen();
    recogniser.hold();
    const id = sessionOf(await home.whis('toggle', '--json'));
    await expect
      .poll(async () => (await status()).status.session?.elapsed_ms)
      .toBeGreaterThanOrEqual(200);
    await home.whis('toggle');
    await recogniser.running();
    const { text, json, status: told } = await status();
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.stdout).toMatch(/^transcribing — the text comes when it is done\n/);
    expect(text.stdout).toContain('queue       1 to transcribe');
    expect(told).toMatchObject({ state: 'transcribing', current_session: null, queue: [id] });
  });

  it('tells that it is paused, with a dictation and without', async () => {
    await listen();
    await home.whis('pause');
    const still = await status();
    expect([still.text.code, still.json.code]).toEqual([0, 0]);
    expect(still.text.stdout).toMatch(/^paused — whis resume listens again\n/);
    expect(still.status).toMatchObject({ state: 'paused', listening: false, session: null });

    await home.whis('resume');
    const id = sessionOf(await home.whis('toggle', '--json'));
    await home.whis('pause');
    const held = await status();
    expect([held.text.code, held.json.code]).toEqual([0, 0]);
    expect(held.text.stdout).toMatch(
      /^paused at 0:\d\d — whis resume goes on, whis done ends it\n/,
    );
    expect(held.status).toMatchObject({ state: 'paused', listening: true, session: { id } });
    expect((await status()).status.session?.elapsed_ms).toBe(held.status.session?.elapsed_ms);
  });

  it('tells that nothing runs, how to start it, and exits 3', async () => {
    const { text, json, status: told } = await status();
    expect([text.code, json.code]).toEqual([3, 3]);
    expect(text.stdout).toBe('not running — start it: whis listen\n');
    expect(told).toEqual({ type: 'status', state: 'not_running', socket: home.socket });
    expect(existsSync(home.socket)).toBe(false);
  });

  it('cleans up what a dead daemon left, and says so', async () => {
    await (await listen()).end('SIGKILL');
    expect([existsSync(home.socket), existsSync(home.pidFile)]).toEqual([true, true]);
    const { text, json } = await status();
    expect([text.code, json.code]).toEqual([3, 3]);
    expect(text.stdout).toBe('not running — start it: whis listen\n');
    for (const path of [home.socket, home.pidFile]) {
      expect(text.stderr).toContain(`removed what a dead daemon left: ${path}`);
      expect(existsSync(path)).toBe(false);
    }
    expect(json.stderr).toBe('');
  });
});

function sessionOf({ stdout }: Said): string {
  return (JSON.parse(stdout) as { session_id: string }).session_id;
}
