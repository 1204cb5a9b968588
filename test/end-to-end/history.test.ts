import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Session } from '../../src/protocol/session.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';
import { Home, type Client, type Daemon, type Said } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

const run = promisify(execFile);
const texts = ['the first note', 'a second note', 'and the third thing'];

let display: Display;
let home: Home;
let recogniser: TestRecogniser;
let daemon: Daemon;
let client: Client;

beforeAll(async () => {
  display = await startDisplay();
});

afterAll(() => display.close());

beforeEach(async () => {
  home = await Home.make(display.env);
  recogniser = await makeRecogniser(home);
  await installToneModel(home.paths.models);
  await home.settings({ hotkey: null, output: [] });
  daemon = await home.listen();
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
  for (const [index, text] of texts.entries()) {
    const path = join(home.folder, `${index}.wav`);
    await writeWav(path, speakTones(text));
    await home.whis('transcribe', path, '--label', `note ${index}`);
  }
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** What was said, without what may differ: how long ago something was, and whether a daemon runs. */
function comparable(said: Said): Said {
  const stdout = said.stdout
    .replace(/just now|\d+ (?:s|min) ago/g, 'some time ago')
    .replace(/^. daemon .*\n/mu, '')
    // The columns of a table are as wide as what is in them.
    .replace(/ {2,}/g, '  ');
  return { ...said, stdout };
}

const sessions = ({ stdout }: Said) => JSON.parse(stdout) as Session[];
const clipboard = () =>
  run('xclip', ['-selection', 'clipboard', '-out'], { env: home.env }).then(({ stdout }) => stdout);

describe('the history', () => {
  it('is the same with a daemon and without', async () => {
    const [id = ''] = sessions(await home.whis('list', '--json')).map((session) => session.id);
    const lines = [
      'list',
      'list --json',
      'list --limit 2 --json',
      'list --status failed',
      'list --recovered',
      'show --json',
      `show ${id.slice(-8)}`,
      'show nowhere',
      'last',
      'last --json',
      'search note',
      'search thi --json',
      'search zebra',
      'config list',
      'config get engine',
      'config get hotkey --json',
      'config get nonsense',
      'config path',
      'doctor',
      'socket',
    ];
    const all = async () => {
      const said: Record<string, Said> = {};
      for (const line of lines) said[line] = comparable(await home.whis(...line.split(' ')));
      return said;
    };
    const withDaemon = await all();
    expect(withDaemon['last']).toMatchObject({ code: 0, stdout: `${texts[2]}\n` });
    expect(sessions(withDaemon['list --json'] as Said).map(({ text }) => text)).toEqual(
      texts.toReversed(),
    );
    expect(sessions(withDaemon['search thi --json'] as Said).map(({ text }) => text)).toEqual([
      texts[2],
    ]);
    expect(withDaemon['show nowhere']?.code).toBe(1);
    expect(withDaemon['doctor']?.stdout).toMatch(/^✓ clipboard {2,}x/m);
    await home.whis('stop');
    expect(await all()).toEqual(withDaemon);
  });

  it('takes a setting without a daemon, which the next one has', async () => {
    await home.whis('stop');
    expect(await home.whis('config', 'set', 'language', 'de')).toMatchObject({ code: 0 });
    const wrong = await home.whis('config', 'set', 'engines.openai.base_url', 'ftp://x');
    expect(wrong.code).toBe(1);
    for (const word of ['settings.json', 'engines.openai.base_url', 'ftp://x', 'ends in /v1'])
      expect(wrong.stderr).toContain(word);
    expect(await home.whis('config', 'get', 'language')).toMatchObject({ stdout: 'de\n' });
    await home.listen();
    expect(await home.whis('config', 'get', 'language')).toMatchObject({ stdout: 'de\n' });
  });

  it('gives a text to the clipboard again, or elsewhere', async () => {
    expect(await home.whis('copy')).toMatchObject({ code: 0, stdout: 'delivered to clipboard\n' });
    expect(await clipboard()).toBe(texts[2]);
    const [, , first] = sessions(await home.whis('list', '--json'));
    expect(await home.whis('copy', first?.id ?? '')).toMatchObject({ code: 0 });
    expect(await clipboard()).toBe(texts[0]);
    const file = join(home.folder, 'out.txt');
    expect(await home.whis('copy', '--output', 'file:out.txt')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(`${texts[2]}\n`);
    const nowhere = await home.whis('copy', '--output', `file:${home.folder}/none/out.txt`);
    expect(nowhere).toMatchObject({ code: 1, stdout: '' });
    expect(nowhere.stderr).toContain('none/out.txt');
  });

  it('gives up a session that is deleted, and takes it back', async () => {
    const deleted = await home.whis('delete', 'last');
    expect(deleted).toMatchObject({ code: 0 });
    expect(await home.whis('last')).toMatchObject({ stdout: `${texts[1]}\n` });
    expect(await home.whis('search', 'third')).toMatchObject({ code: 0, stdout: '' });
    expect(await home.whis('undo')).toMatchObject({ code: 0 });
    expect(await home.whis('last')).toMatchObject({ stdout: `${texts[2]}\n` });
    expect((await home.whis('search', 'third')).stdout).toContain(texts[2]);
    const nothing = await home.whis('undo');
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
  });

  it('transcribes a session again, with another engine too', async () => {
    await client.call('set_setting', {
      key: 'engines.command.argv',
      value: recogniser.settings.engines.command.argv,
    });
    const again = await home.whis('retry', 'last', '--engine', 'command');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stdout).toMatch(/^heard \d+ milliseconds\n$/);
    expect(sessions(await home.whis('list', '--json'))).toHaveLength(3);
    expect(await home.whis('retry')).toMatchObject({ code: 0, stdout: `${texts[2]}\n` });
    expect(await home.whis('delete', 'last', '--audio-only')).toMatchObject({ code: 0 });
    const gone = await home.whis('retry');
    expect(gone).toMatchObject({ code: 1, stdout: '' });
    expect(gone.stderr).toContain('not kept any more');
    expect(await home.whis('last')).toMatchObject({ stdout: `${texts[2]}\n` });
  });

  it('is told as it is made, an event a line', async () => {
    const watch = home.start('watch', '--json');
    await watch.prints('"type":"subscribed"');
    await home.whis('transcribe', join(home.folder, '0.wav'));
    await watch.prints('"session_done"');
    expect(await home.whis('stop')).toMatchObject({ code: 0 });
    expect(await watch.code).toBe(0);
    const lines = watch.printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; event?: string; seq?: number });
    expect(lines[0]).toMatchObject({ type: 'subscribed', state: 'idle' });
    const events = lines.slice(1);
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        'state_changed',
        'session_started',
        'session_updated',
        'segment',
        'session_done',
        'shutting_down',
      ]),
    );
    const first = lines[0]?.seq ?? NaN;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => first + 1 + index));
  });
});
