import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { Home, type Said } from '../fixtures/home.ts';
import { isRunning } from '../fixtures/process.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';

let audio: AudioServer;
let home: Home;
let recogniser: TestRecogniser;

beforeAll(async () => {
  audio = await startAudioServer();
});

afterAll(() => audio.close());

beforeEach(async () => {
  home = await Home.make(audio.env);
  recogniser = await makeRecogniser(home);
  const settings = { hotkey: null, output: [], transcribe_while_recording: false };
  // Nobody speaks here, and nothing else would send silence.
  await home.settings({ ...recogniser.settings, ...settings });
});

afterEach(() => home.close());

/** The processes of the daemons that run in this home. */
function daemons(): number[] {
  return home
    .processes()
    .filter(({ command }) => command.includes('whis.cjs listen'))
    .map(({ pid }) => pid);
}

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('a daemon in the background', () => {
  it('is started by the first toggle, and found by the second', async () => {
    const first = await home.whis('toggle', '--json');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain('starting the daemon…');
    expect(json(first.stdout)).toMatchObject({ type: 'toggled', from: 'idle', to: 'recording' });
    expect(daemons()).toHaveLength(1);
    await expect
      .poll(async () => (await home.whis('status', '--format', '{elapsed} {state}')).stdout)
      .toBe('0:01 recording\n');
    const second = await home.whis('done', '--print');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toMatch(/^heard \d{4} milliseconds\n$/);
    expect(daemons()).toHaveLength(1);
  });

  it.each(['toggle', 'start', 'dictate', 'transcribe none.wav'])(
    'is not started by %s when that is forbidden',
    async (line) => {
      const verb = line.split(' ');
      const said = await home.whis(...verb, '--no-spawn');
      expect(said).toMatchObject({ code: 3, stdout: '' });
      expect(said.stderr).toContain('Start one: whis listen');
      const forbidden = await home.with({ WHIS_NO_SPAWN: '1' }).whis(...verb);
      expect(forbidden).toMatchObject({ code: 3, stdout: '' });
      expect(daemons()).toEqual([]);
    },
  );

  it('is never started by what only asks', async () => {
    for (const verb of ['done', 'cancel', 'undo', 'pause', 'resume', 'ping', 'reload', 'watch']) {
      expect({ verb, ...(await home.whis(verb)) }).toMatchObject({ verb, code: 3, stdout: '' });
    }
    expect(daemons()).toEqual([]);
    expect(existsSync(home.socket)).toBe(false);
  });

  it('is one, however many toggles start it at once', async () => {
    const counts = { tried: 0, answered: 0, daemons: 0 };
    for (let round = 0; round < 5; round += 1) {
      const toggles = await Promise.all(Array.from({ length: 8 }, () => home.whis('toggle')));
      counts.tried += toggles.length;
      counts.answered += toggles.filter(isAnswer).length;
      // The one that came too late has told so, and ends.
      const pid = Number(readFileSync(home.pidFile, 'utf8'));
      await expect.poll(daemons).toEqual([pid]);
      counts.daemons += 1;
      expect(await home.whis('stop')).toMatchObject({ code: 0 });
      expect(daemons()).toEqual([]);
    }
    console.log(JSON.stringify(counts));
    expect(counts).toEqual({ tried: 40, answered: 40, daemons: 5 });
  });

  it('is ready when listen --detach returns, and refused when there is one', async () => {
    const said = await home.whis('listen', '--detach', '--json');
    expect(said).toMatchObject({ code: 0 });
    const [pid] = daemons();
    expect(json(said.stdout)).toEqual({ ready: true, pid, socket: home.socket });
    expect(await home.whis('ping')).toMatchObject({ code: 0, stdout: 'pong\n' });
    const again = await home.whis('listen', '--detach');
    expect(again).toMatchObject({ code: 7, stdout: '' });
    expect(again.stderr).toContain(`pid ${pid}`);
    await expect.poll(daemons).toEqual([pid]);
  });

  it('is gone when stop returns, with its recording kept for the next one', async () => {
    await home.whis('toggle');
    const [pid = 0] = daemons();
    await expect
      .poll(async () => (await home.whis('status', '--format', '{elapsed}')).stdout)
      .toBe('0:01\n');
    expect(await home.whis('stop')).toMatchObject({ code: 0, stdout: 'stopped\n', stderr: '' });
    expect(isRunning(pid)).toBe(false);
    expect([existsSync(home.socket), existsSync(home.pidFile)]).toEqual([false, false]);
    expect(home.processes()).toEqual([]);
    const again = await home.whis('stop');
    expect(again).toMatchObject({ code: 0, stdout: 'nothing to stop: no daemon is running\n' });
    expect(await home.whis('stop', 'last')).toMatchObject({ code: 2, stdout: '' });

    await home.whis('listen', '--detach');
    await expect
      .poll(async () => (await home.whis('last')).stdout)
      .toMatch(/^heard \d{4} milliseconds\n$/);
  });

  it('leaves a transcription that takes too long to the next one', async () => {
    recogniser.hold();
    await home.whis('toggle');
    await expect
      .poll(async () => (await home.whis('status', '--format', '{elapsed}')).stdout)
      .toBe('0:01\n');
    await home.whis('toggle');
    await recogniser.running();
    expect(await home.whis('stop')).toMatchObject({ code: 0, stdout: 'stopped\n' });
    expect(home.processes()).toEqual([]);
    recogniser.release();
    await home.whis('listen', '--detach');
    await expect
      .poll(async () => (await home.whis('list', '--recovered', '--status=done', '--json')).stdout)
      .toMatch(/heard \d{4} milliseconds/);
  });
});

/** Every second toggle ends the dictation of the one before, before or after its first sound. */
function isAnswer({ code, stderr }: Said): boolean {
  return code === 0 || (code === 130 && stderr.includes('ended before its first sound'));
}
