import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { counts, report } from '../fixtures/faults.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import { makeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

const starters = 8;
const minute = 60_000;

let home: Home;
afterEach(() => home.close());

/** What the starters find. Each makes it out of a daemon that really ran, and gives what lives on. */
const situations = {
  async nothing() {
    return null;
  },
  async 'a stale socket'() {
    await (await home.listen()).end('SIGKILL');
    rmSync(home.pidFile);
    return null;
  },
  async 'a stale pid file'() {
    await (await home.listen()).end('SIGKILL');
    rmSync(home.socket);
    return null;
  },
  'a live daemon': () => home.listen(),
} satisfies Record<string, () => Promise<Daemon | null>>;

/** The daemons that run in the home, whoever started them. */
function daemons(): number[] {
  return home
    .processes()
    .filter(({ command }) => / (listen|daemon)\b/.test(command))
    .map(({ pid }) => pid);
}

/** Whether a daemon is ready, or has ended. */
async function settled(daemon: Daemon): Promise<'ready' | number | null> {
  return Promise.race([
    daemon.prints('whis toggle. End').then(() => 'ready' as const),
    daemon.code,
  ]).catch(() => daemon.code);
}

describe(`${starters} starters at once`, () => {
  it.each(Object.keys(situations) as (keyof typeof situations)[])(
    'have one owner when they find %s, and the others name it and exit 7',
    { timeout: 15 * minute },
    async (situation) => {
      home = await Home.make();
      const rounds = counts(1, 50);
      let owned = 0;
      for (let round = 0; round < rounds; round += 1) {
        const before = await situations[situation]();
        const started = Array.from({ length: starters }, () =>
          home.start('listen', '--hotkey=none'),
        );
        const outcomes = await Promise.all(started.map(settled));
        const ready = started.filter((_, index) => outcomes[index] === 'ready');
        const owner = before ?? ready[0];
        expect(ready).toHaveLength(before ? 0 : 1);
        for (const loser of started.filter((one) => one !== owner)) {
          expect(await loser.code).toBe(7);
          expect(loser.printed).toMatch(
            new RegExp(`pid ${owner?.pid} \\(headless, since 20.*Z\\) at ${home.socket}`),
          );
        }
        expect(daemons()).toEqual([owner?.pid]);
        expect((await home.whis('ping')).code).toBe(0);
        expect(await owner?.end()).toBe(0);
        expect(home.processes()).toEqual([]);
        owned += 1;
      }
      report(8, `${starters} starters, ${situation}`, {
        tried: rounds,
        survived: owned,
        lost: 0,
      });
    },
  );
});

describe(`${starters} verbs at once that may start a daemon`, () => {
  it('start one, and each gets its answer', { timeout: 15 * minute }, async () => {
    home = await Home.make();
    const { settings } = await makeRecogniser(home);
    await home.settings({ ...settings, hotkey: null });
    const tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: 0.5 });
    const rounds = counts(1, 25);
    let answered = 0;
    for (let round = 0; round < rounds; round += 1) {
      const said = await Promise.all(
        Array.from({ length: starters }, () => home.whis('transcribe', tone)),
      );
      for (const { code, stdout, stderr } of said) {
        expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
        expect(stdout).toBe('heard 500 milliseconds\n');
        answered += 1;
      }
      // One that told that another was faster may still be about to end.
      await expect.poll(daemons).toHaveLength(1);
      expect((await home.whis('stop')).code).toBe(0);
      expect(home.processes()).toEqual([]);
    }
    const { stdout } = await home.whis('list', '--json', '--limit=1000');
    const texts = (JSON.parse(stdout) as { status: string }[]).filter(
      ({ status }) => status === 'done',
    );
    expect(texts).toHaveLength(rounds * starters);
    report(8, `${starters} verbs that start it`, {
      tried: rounds * starters,
      survived: answered,
      lost: rounds * starters - texts.length,
    });
  });

  it('start one when they all toggle', { timeout: 15 * minute }, async () => {
    home = await Home.make();
    await home.settings({ hotkey: null });
    const rounds = counts(1, 25);
    for (let round = 0; round < rounds; round += 1) {
      const said = await Promise.all(Array.from({ length: starters }, () => home.whis('toggle')));
      // There is no microphone here: each is told so, or ends another's before its first sound (0),
      // which tells that other one (130).
      for (const { code } of said) expect([0, 1, 130]).toContain(code);
      // One that told that another was faster may still be about to end.
      await expect.poll(daemons).toHaveLength(1);
      expect((await home.whis('stop')).code).toBe(0);
      expect(home.processes()).toEqual([]);
    }
    report(8, `${starters} toggles that start it`, { tried: rounds, survived: rounds, lost: 0 });
  });

  it('start none with --no-spawn or WHIS_NO_SPAWN', async () => {
    home = await Home.make();
    const tries = [
      ...['toggle', 'start', 'dictate'].map((verb) => home.whis(verb, '--no-spawn')),
      home.whis('transcribe', 'nothing.wav', '--no-spawn'),
      home.with({ WHIS_NO_SPAWN: '1' }).whis('toggle'),
    ];
    for (const { code, stderr } of await Promise.all(tries)) {
      expect(code).toBe(3);
      expect(stderr).toContain('whis listen');
    }
    expect(home.processes()).toEqual([]);
  });
});

describe('a daemon that is stopped (SIGSTOP)', () => {
  it('is never taken for dead, whoever looks', { timeout: 2 * minute }, async () => {
    home = await Home.make();
    const daemon = await home.listen();
    const inode = lstatSync(home.socket).ino;
    let tried = 0;
    for (let round = 0; round < counts(1, 10); round += 1) {
      process.kill(daemon.pid, 'SIGSTOP');
      const asked = ['status --timeout=1', 'stop --timeout=1'];
      // These wait for as long as a daemon may take to begin or to end.
      const starting = counts([], ['listen --hotkey=none', 'listen --hotkey=none --detach']);
      const run = (verbs: string[]) =>
        Promise.all(verbs.map((verb) => home.whis(...verb.split(' '))));
      const [answers, starts] = await Promise.all([run(asked), run(starting)]);
      for (const { code } of answers) expect(code).toBe(4);
      for (const { code, stderr } of starts) {
        expect(code).toBe(7);
        expect(stderr).toContain(`Its pid file says ${daemon.pid}`);
      }
      tried += answers.length + starts.length;
      expect(lstatSync(home.socket).ino).toBe(inode);
      expect(readFileSync(home.pidFile, 'utf8')).toBe(`${daemon.pid}\n`);
      process.kill(daemon.pid, 'SIGCONT');
      expect((await home.whis('ping')).code).toBe(0);
      await expect.poll(daemons).toEqual([daemon.pid]);
    }
    expect(await daemon.end()).toBe(0);
    report(8, 'a stopped daemon', { tried, survived: tried, lost: 0 });
  });
});

describe('whis listen --detach', () => {
  it('returns when the daemon is ready, or says why it is not, with the exit code', async () => {
    home = await Home.make();
    const ready = await home.whis('listen', '--hotkey=none', '--detach', '--json');
    const { pid } = JSON.parse(ready.stdout) as { pid: number };
    expect(ready.code).toBe(0);
    expect(daemons()).toEqual([pid]);
    expect((await home.whis('ping', '--timeout=1')).code).toBe(0);
    const busy = await home.whis('listen', '--hotkey=none', '--detach');
    expect(busy.code).toBe(7);
    expect(busy.stderr).toContain(`pid ${pid} (headless`);
    expect((await home.whis('stop')).code).toBe(0);
    expect(home.processes()).toEqual([]);
    writeFileSync(home.socket, 'precious');
    const unsafe = await home.whis('listen', '--hotkey=none', '--detach');
    expect(unsafe.code).toBe(6);
    expect(unsafe.stderr).toContain('there is a file;');
    report(8, 'detached starts', { tried: 3, survived: 3, lost: 0 });
  });
});
