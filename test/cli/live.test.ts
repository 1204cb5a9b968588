import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Session, SessionSummary } from '../../src/protocol/session.ts';
import { build } from '../fixtures/built.ts';
import { Home, type Daemon, type Said } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let home: Home;
let recogniser: TestRecogniser;
let wav: string;

beforeAll(build);
beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [] });
  wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 1 });
});
afterEach(() => home.close());

function listen(...args: string[]): Promise<Daemon> {
  return home.listen('--input', wav, '--input-speed=max', ...args);
}

async function sessions(): Promise<SessionSummary[]> {
  return JSON.parse((await home.whis('list', '--json')).stdout) as SessionSummary[];
}

/** The newest session's id, as the table shows it. */
async function newest(): Promise<string> {
  return (await sessions())[0]?.id.slice(-8) ?? '';
}

function jsonLines({ stdout }: Pick<Said, 'stdout'>): { [field: string]: unknown }[] {
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as { [field: string]: unknown });
}

describe('undo', () => {
  it('takes the short id that the table shows, of a delete and of a cancel', async () => {
    await listen();
    await home.whis('transcribe', wav);
    const deleted = await newest();
    await home.whis('delete', deleted);
    await home.whis('start');
    const cancelled = await newest();
    await home.whis('cancel');
    expect(await home.whis('undo', deleted)).toMatchObject({
      code: 0,
      stdout: `restored ${deleted}\n`,
    });
    expect(await home.whis('undo', cancelled)).toMatchObject({ code: 0 });
    expect(await home.whis('undo', deleted)).toMatchObject({
      code: 1,
      stderr: `whis: No cancel or delete can be taken back for session ${deleted}. What is kept: whis list\n`,
    });
  });
});

describe('attach', () => {
  it('follows what is recorded from its beginning to its end', async () => {
    await listen();
    await home.whis('start', '--label', 'note');
    const attached = home.start('attach');
    await attached.prints('started [note]');
    await home.whis('done');
    expect(await attached.code).toBe(0);
    expect(attached.printed).toMatch(/following [0-9a-f]{8}: recording\n/);
    expect(attached.printed).toMatch(/done: heard \d+ milliseconds\n/);
  });

  it('tells a session that is over, raw for a program', async () => {
    await listen();
    await home.whis('transcribe', wav);
    const said = await home.whis('attach', 'last', '--json');
    expect(said).toMatchObject({ code: 0, stderr: '' });
    const [attached, ...events] = jsonLines(said);
    expect(attached).toMatchObject({ type: 'attached', session: { status: 'done' } });
    expect(events.map(({ event }) => event)).toContain('session_done');
  });

  it('says what to do when nothing is recorded, and when the daemon ends first', async () => {
    const daemon = await listen();
    const nothing = await home.whis('attach');
    expect(nothing).toMatchObject({ code: 1, stdout: '' });
    expect(nothing.stderr).toContain('Begin: whis start');
    recogniser.hold();
    await home.whis('start');
    await home.whis('done');
    const attached = home.start('attach');
    await attached.prints('transcribing');
    await daemon.end('SIGKILL');
    expect(await attached.code).toBe(3);
    expect(attached.printed).toContain('What was recorded is kept');
    recogniser.release();
  });
});

describe('logs', () => {
  it("prints the daemon's log and a session's events, with a daemon or without", async () => {
    const daemon = await listen();
    await home.whis('transcribe', wav);
    const log = await home.whis('logs');
    expect(log.stdout).toMatch(/^\d{4}-\d\d-\d\dT\S+ info started, pid \d+\n/);
    const events = await home.whis('logs', 'last');
    expect(events.stdout).toMatch(/done: heard \d+ milliseconds\n/);
    expect((await home.whis('logs', 'last', '--lines', '1')).stdout.split('\n')).toHaveLength(2);
    expect(await home.whis('logs', '--level', 'error')).toMatchObject({ code: 0, stdout: '' });
    await daemon.end();
    expect((await home.whis('logs', 'last')).stdout).toBe(events.stdout);
    expect((await home.whis('logs')).stdout).toContain('info ended: ');
    const json = await home.whis('logs', 'last', '--json');
    expect(jsonLines(json)[0]).toMatchObject({ type: 'logs' });
  });

  it('follows the log until the daemon ends, each line once', async () => {
    const daemon = await listen();
    const following = home.start('logs', '-f');
    await following.prints('info started');
    await writeFile(home.paths.settings, '{"engine":7}');
    await following.prints('“engine” is 7');
    await daemon.end();
    expect(await following.code).toBe(0);
    expect(following.printed.match(/info started/g)).toHaveLength(1);
    expect(following.printed.match(/“engine” is 7/g)).toHaveLength(1);
    expect(following.printed).toContain('start it again: whis listen');
    const after = await home.whis('logs', '--follow');
    expect(after.code).toBe(3);
    expect(after.stdout).toContain('info started');
    expect(after.stderr).toContain('Start one: whis listen');
  });

  it('follows a session from its last lines on, each event once', async () => {
    await listen();
    await home.whis('start');
    const following = home.start('logs', 'current', '--follow', '--lines', '1', '--json');
    await following.prints('"logs"');
    await home.whis('done');
    expect(await following.code).toBe(0);
    const [past, ...events] = jsonLines({ stdout: following.printed });
    const told = [
      ...((past?.['lines'] ?? []) as string[]),
      ...events.map((event) => JSON.stringify(event)),
    ];
    const all = await readFile((await sessions())[0]?.log_path ?? '', 'utf8');
    expect(all.endsWith(`${told.join('\n')}\n`)).toBe(true);
    expect(told.length).toBeGreaterThan(1);
  });
});

describe('export', () => {
  it('gives the newest text in each form, with a daemon or without', async () => {
    const daemon = await listen();
    await home.whis('transcribe', wav, '--label', 'note');
    expect((await home.whis('export')).stdout).toMatch(/^heard \d+ milliseconds\n$/);
    await daemon.end();
    expect((await home.whis('export', '--format', 'md')).stdout).toMatch(/^## note\n/);
    expect((await home.whis('export', '--format', 'srt')).stdout).toMatch(/^1\n00:00:00,000 --> /);
    expect((await home.whis('export', '--format', 'vtt')).stdout).toMatch(/^WEBVTT\n/);
    const json = await home.whis('export', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'done', label: 'note' });
    const reply = await home.whis('export', '--json');
    expect(jsonLines(reply)[0]).toMatchObject({ type: 'session_exported', format: 'txt' });
  });

  it('writes a file, but over none that is there unless it is told to', async () => {
    await listen();
    await home.whis('transcribe', wav);
    const file = join(home.folder, 'talk.srt');
    expect(await home.whis('export', '--out', 'talk.srt')).toMatchObject({
      code: 0,
      stdout: 'written to talk.srt\n',
    });
    expect(await readFile(file, 'utf8')).toMatch(/^1\n00:00:00,000 --> .*\nheard \d+ milli/);
    await writeFile(file, 'mine');
    const refused = await home.whis('export', '--out', 'talk.srt');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('Write over it with --force');
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(await home.whis('export', '--out', 'talk.srt', '--force')).toMatchObject({ code: 0 });
    expect(await readFile(file, 'utf8')).toMatch(/^1\n/);
    const nowhere = await home.whis('export', '--out', 'no/such/folder');
    expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  });

  it('joins several sessions, but no subtitles', async () => {
    await listen();
    await home.whis('transcribe', wav, wav);
    const ids = (await sessions()).map(({ id }) => id);
    const texts = await home.whis('export', ...ids);
    expect(texts.stdout).toMatch(/^heard .*\n\nheard .*\n$/);
    const json = await home.whis('export', ...ids, '--format', 'json');
    expect((JSON.parse(json.stdout) as Session[]).map(({ id }) => id)).toEqual(ids);
    const srt = await home.whis('export', ...ids, '--format', 'srt');
    expect(srt).toMatchObject({ code: 2, stdout: '' });
    expect(srt.stderr).toContain('name one session');
  });
});

describe('raw', () => {
  it('says one line in any dialect, and exits with the code of an error', async () => {
    await listen();
    const said = async (...argv: string[]) => {
      const { code, stdout, stderr } = await home.whis('raw', ...argv);
      expect(stderr).toBe('');
      return [code, stdout];
    };
    expect(await said('{"type":"ping","id":7}')).toEqual([0, '{"id":7,"type":"pong"}\n']);
    expect(await said('"Status"')).toEqual([0, '"Idle"\n']);
    expect(await said('PAUSE')).toEqual([0, 'OK\n']);
    expect((await said('RESUM'))[0]).toBe(1);
    expect((await said('"Nonsense"'))[0]).toBe(1);
    expect((await said('{"type":"nonsense"}'))[0]).toBe(5);
  });

  it('sends standard input too, and follows what it subscribes to', async () => {
    const daemon = await listen();
    const input = home.start('raw', '-');
    input.child.stdin?.end('{"type":"ping","id":1}\n{"type":"ping","id":2}\n');
    expect(await input.code).toBe(0);
    expect(input.printed).toBe('{"id":1,"type":"pong"}\n{"id":2,"type":"pong"}\n');
    const follower = home.start('raw', '{"type":"subscribe"}');
    await follower.prints('subscribed');
    await home.whis('pause');
    await follower.prints('"to":"paused"');
    await daemon.end();
    expect(await follower.code).toBe(0);
    expect(await home.whis('raw', 'PING')).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('whis describe', () => {
  it('tells people and programs the same with a daemon and without', async () => {
    const offline = await home.whis('describe');
    const schema = await home.whis('describe', 'list_sessions', '--schema');
    await listen();
    expect(await home.whis('describe')).toEqual(offline);
    expect(await home.whis('describe', 'list_sessions', '--schema')).toEqual(schema);
    expect(offline.stdout).toMatch(/^ {2}start_session +language\?, engine\?/m);
    expect(offline.stdout).toMatch(/^ {2}gap +from_seq, to_seq$/m);
    expect(offline.stdout).toMatch(/^ {2}while_transcribing +ignore \| record$/m);
    expect(JSON.parse(schema.stdout)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { limit: { type: 'integer', minimum: 1, maximum: 1000 } },
    });
    const all = JSON.parse((await home.whis('describe', '--json')).stdout) as object;
    expect(Object.keys(all)).toEqual(['protocol', 'requests', 'events', 'settings']);
    const one = await home.whis('describe', 'list_sessions');
    expect(one.stdout).toMatch(/^ {2}limit\? +integer from 1 to 1000$/m);
    expect((await home.whis('describe', 'ping')).stdout).toBe('ping\nno fields\n');
    const unknown = await home.whis('describe', 'list_session');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean “list_sessions”?');
  });
});

describe('the options of start', () => {
  it('are those of the session', async () => {
    await listen();
    const options = ['--label', 'note', '--dir', 'sub', '--language', 'de', '--engine', 'command'];
    const file = `file:${join(home.folder, 'out.txt')}`;
    await home.whis('start', ...options, '--output', 'file:out.txt');
    const done = await home.whis('done', '--wait', '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({ status: 'done', delivered: [{ to: file }] });
    expect((await sessions())[0]).toMatchObject({
      label: 'note',
      working_dir: join(home.folder, 'sub'),
      language: 'de',
      engine: 'command',
    });
    expect(await readFile(join(home.folder, 'out.txt'), 'utf8')).toMatch(/^heard/);
  });
});

describe('what is wrong', () => {
  it('with the settings is told by listen, status and doctor until it is mended', async () => {
    await writeFile(home.paths.settings, '{"engine":7,"output":[]}');
    const offline = await home.whis('doctor');
    expect(offline.stdout).toContain('“engine” is 7');
    expect(offline.stdout).toMatch(/^✓ daemon +not running; start it: whis listen$/m);
    const daemon = await listen();
    await daemon.prints('“engine” is 7');
    const notice = /^notice +.*settings\.json: “engine” is 7; allowed: .*It was left out\.$/m;
    expect((await home.whis('status')).stdout).toMatch(notice);
    const doctor = await home.whis('doctor');
    expect(doctor.stdout).toContain('then: whis reload');
    expect(doctor.stdout).toMatch(new RegExp(`^✓ daemon +running, process ${daemon.pid}$`, 'm'));
    await home.whis('config', 'set', 'engine', 'command');
    expect((await home.whis('status')).stdout).not.toContain('notice');
  });

  it('with a settings file that is no JSON is told by the doctor, and set aside by the daemon', async () => {
    await writeFile(home.paths.settings, '{broken');
    expect(await home.whis('config', 'get', 'engine')).toMatchObject({ stdout: 'auto\n' });
    expect((await home.whis('doctor')).stdout).toContain('settings.json is not JSON');
    const daemon = await listen();
    await daemon.prints('It was set aside as');
    expect((await home.whis('status')).stdout).toContain('It was set aside as');
  });

  it('with the engine is told when a dictation begins', async () => {
    await home.settings({ engine: 'local', output: [] });
    await listen();
    for (const verb of ['toggle', 'start']) {
      const said = await home.whis(verb);
      expect(said).toMatchObject({ code: 0 });
      expect(said.stdout).toMatch(/^recording/);
      expect(said.stderr).toContain('the recording is kept, but nothing can transcribe it yet');
      await home.whis('cancel');
    }
  });
});

describe('status --follow', () => {
  it('goes on over the end of one daemon to the next', async () => {
    const first = await listen();
    const follower = home.start('status', '--follow', '--waybar');
    await follower.prints('"class":"idle"');
    await first.end('SIGKILL');
    await follower.prints('waiting for it to come back');
    await listen();
    await follower.prints('the daemon is back');
    await home.whis('pause');
    await follower.prints('"class":"paused"');
    expect(follower.printed).toContain('"class":"not_running"');
    follower.child.kill('SIGINT');
    await follower.ended;
  });
});

describe('listen --detach', () => {
  it('returns when the daemon is ready, with the options that were given', async () => {
    const said = await home.whis('listen', '--detach', '--hotkey=none', '--log-level', 'debug');
    expect(said).toMatchObject({ code: 0 });
    expect(said.stdout).toContain('whis toggle starts a dictation');
    expect(home.processes()).toHaveLength(1);
    const again = await home.whis('listen', '--detach');
    expect(again).toMatchObject({ code: 7, stdout: '' });
    expect(again.stderr).toContain('End it: whis stop');
  });
});

describe('a home', () => {
  it('leaves nothing running behind, daemons that a verb has started neither', async () => {
    const other = await Home.make();
    await other.whis('list', '--json');
    await other.whis('transcribe', wav);
    expect(other.processes()).not.toEqual([]);
    await other.close();
    expect(other.processes()).toEqual([]);
  });
});
