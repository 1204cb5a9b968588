import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dist } from '../fixtures/built.ts';
import { counts, report } from '../fixtures/faults.ts';
import { Client, Daemon, Home, type Said } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

const cli = join(dist, 'cli/whis.cjs');

/**
 * A title, colours, a cleared screen, a bell, a line that is overwritten, C1 controls and a turned
 * direction of writing: what a terminal would act upon.
 */
const hostile =
  'A\u001b]0;owned\u0007\u001b[31mB\u001b[2J\rC\u0008\u007f\u009b1m\u0085D\u202eE\u2066F\u200fG';

/** As much of it as a label may have: controls are refused in one. */
const label = 'A\u202eB\u2066C\u200fD';

/** What no terminal may get. Line ends and tabs of a text are fine. */
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What is asked while the history is full of it; the first twelve in the short form. */
const verbs = [
  ['list'],
  ['show'],
  ['search', 'owned'],
  ['status'],
  ['doctor'],
  ['logs'],
  ['attach', 'last'],
  ['delete', hostile],
  ['copy', '--output', `file:/nonexistent/${hostile}`],
  ['config', 'set', 'microphone', hostile],
  ['status'],
  [hostile],
  ['search', hostile],
  ['status', '--format', '{engine} {model} {microphone}'],
  ['logs', 'last'],
  ['export', 'last', '--json'],
  ['last', '--json'],
  ['show', hostile],
  ['done', hostile],
  ['retry', hostile],
  ['transcribe', `/nonexistent/${hostile}`],
  ['config', 'set', 'language', hostile],
  ['config', 'set', hostile, '1'],
  ['config', 'get', hostile],
  ['config', 'get', 'microphone'],
  ['config', 'list'],
  ['doctor'],
  ['listen', '--detach'],
  ['start', '--label', hostile],
  ['start', '--preset', hostile],
  ['status', `--${hostile}`],
  ['help', hostile],
];

let home: Home;
let tried = 0;

beforeEach(async () => {
  home = await Home.make();
  tried = 0;
});
afterEach(() => home.close());

/** A folder on PATH with programs that say what a test wants. */
async function fakes(programs: Record<string, string>): Promise<Home> {
  const bin = join(home.folder, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    const path = await home.program(name, `#!/bin/sh\n${script}\n`);
    renameSync(path, join(bin, name));
  }
  return home.with({ PATH: `${bin}:${home.env['PATH']}` });
}

/** Runs whis on a terminal, without its own colours and progress. */
function onTerminal({ env, folder }: Home, args: readonly string[]): Promise<Said> {
  const line = [process.execPath, cli, ...args].map(quoted).join(' ');
  return new Promise((resolve) => {
    execFile(
      'script',
      ['-qec', line, '/dev/null'],
      { env: { ...env, TERM: 'dumb', NO_COLOR: '1', SHELL: '/bin/sh' }, cwd: folder },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ).stdin?.end();
  });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Everything that a verb prints for a person can be shown. */
async function expectPrintable(at: Home, ...args: string[]): Promise<Said> {
  tried += 2;
  const [piped, shown] = await Promise.all([at.whis(...args), onTerminal(at, args)]);
  for (const [where, text] of [
    ['piped', piped.stdout + piped.stderr],
    // The terminal itself puts a carriage return before each line end.
    ['on a terminal', shown.stdout.replaceAll('\r\n', '\n')],
  ] as const) {
    const found = unsafe.exec(text);
    const excerpt = found && JSON.stringify(text.slice(Math.max(0, found.index - 60)));
    expect(`whis ${JSON.stringify(args)}, ${where}: ${excerpt}`).toMatch(/: null$/);
  }
  return piped;
}

describe('controls and escapes', () => {
  it('in labels and transcripts are escaped for a person', { timeout: 120_000 }, async () => {
    await home.program('words', hostile);
    await home.settings({
      ...(await writeRecogniser(home, `cat '${home.folder}/words'`)),
      output: [],
    });
    const tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: 1 });
    const odd = join(home.folder, `${hostile.replaceAll(/[/\0]/g, '')}.wav`);
    symlinkSync(tone, odd);
    const daemon = await home.listen('--input', tone, '--input-speed', 'max');
    const watching = home.start('watch');
    await watching.prints('watching');
    const client = await Client.connect(home.socket);
    await client.call('subscribe', { events: ['sessions'] });
    const { session_id: id } = await client.call('start_session', {
      label,
      working_dir: `/tmp/${hostile}`,
      input_file: odd,
    });
    const session = await client.ended(id);
    expect(session.label).toBe(label);
    expect(session.text).toContain('\u001b]0;owned');
    await watching.prints('done: ');
    await client.call('stop_session').catch(() => {});
    await client.close();

    for (const args of counts(verbs.slice(0, 12), verbs)) {
      const { stderr } = await expectPrintable(home, ...args);
      expect(stderr).not.toContain('TypeError');
    }

    // What is read by a program is the text itself; on a terminal it is made printable.
    for (const verb of [['last'], ['transcribe', tone], ['retry', 'last'], ['export', 'last']]) {
      tried += 2;
      const piped = await home.whis(...verb);
      expect({ verb, ...piped }).toMatchObject({ code: 0, stdout: `${session.text}\n` });
      const shown = await onTerminal(home, verb);
      expect(shown.stdout.replaceAll('\r\n', '\n')).not.toMatch(unsafe);
      expect(shown.stdout).toContain('A\\x1b]0;owned\\x07');
    }
    watching.child.kill();
    await watching.code;
    expect(await daemon.end()).toBe(0);
    expect(daemon.printed).not.toMatch(unsafe);
    expect(watching.printed).not.toMatch(unsafe);
    expect(watching.printed).toContain('\\x1b]0;owned\\x07');
    expect(readFileSync(home.paths.daemonLog, 'utf8')).not.toMatch(unsafe);
    report(19, 'labels and transcripts', { tried, survived: tried, lost: 0 });
  });

  it('in what the daemon prints on its own terminal are escaped', async () => {
    await home.program('words', hostile);
    await home.settings({
      ...(await writeRecogniser(home, `cat '${home.folder}/words'`)),
      output: [`file:/nonexistent/${hostile}`],
      microphone: hostile,
    });
    const tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: 1 });
    const running = onTerminal(home, ['listen', '--hotkey=none']);
    await expect.poll(async () => (await home.whis('ping')).code, { timeout: 10_000 }).toBe(0);
    expect((await home.whis('transcribe', tone)).code).toBe(0);
    expect((await home.whis('copy', '--output', `file:/nonexistent/${hostile}`)).code).toBe(1);
    expect((await home.whis('stop')).code).toBe(0);
    const { stdout } = await running;
    const printed = stdout.replaceAll('\r\n', '\n');
    expect(printed).toContain('done: A\\x1b]0;owned\\x07');
    expect(printed).toContain('not delivered to file:/nonexistent/A\\x1b]0;owned\\x07');
    expect(printed).not.toMatch(unsafe);
    report(19, "the daemon's own lines", { tried: 1, survived: 1, lost: 0 });
  });

  it('in device names are escaped for a person', { timeout: 60_000 }, async () => {
    const there = await fakes({
      pactl: [
        'if [ "$1" = info ]; then printf "Default Source: mic\\n"; exit; fi',
        `printf 'Source #1\\n\\tName: ${hostile.replaceAll('\r', '')}\\n\\tDescription: ${hostile.replaceAll('\r', '')}\\n\\tMonitor of Sink: n/a\\n'`,
      ].join('\n'),
      parec: `printf '%s' '${hostile}' >&2; exit 1`,
    });
    const daemon = await there.listen();
    for (const args of [['doctor'], ['status'], ['toggle'], ['start'], ['logs'], ['list']]) {
      await expectPrintable(there, ...args);
    }
    const { stdout } = await there.whis('doctor');
    expect(stdout).toContain('A\\x1b]0;owned\\x07');
    expect(await daemon.end()).toBe(0);
    expect(daemon.printed).not.toMatch(unsafe);
    report(19, 'device names', { tried, survived: tried, lost: 0 });
  });

  it("in an engine's error messages are escaped for a person", { timeout: 60_000 }, async () => {
    const engine = await home.program(
      'engine',
      `#!/bin/sh\ncat '${home.folder}/words' >&2\nexit 1\n`,
    );
    await home.program('words', `${hostile}\nanother line`);
    await home.settings({
      engine: 'command',
      engines: { command: { argv: [engine, '{file}', hostile] } },
      output: [],
    });
    const tone = await writeTone(join(home.folder, 'tone.wav'), { seconds: 1 });
    const daemon = await home.listen();
    const watching = home.start('watch');
    await watching.prints('watching');
    for (const args of [
      ['transcribe', tone],
      ['retry', 'last'],
      ['list'],
      ['show', 'last'],
      ['logs'],
      ['attach', 'last'],
      ['status'],
      ['doctor'],
    ]) {
      await expectPrintable(home, ...args);
    }
    await watching.prints('failed');
    watching.child.kill();
    await watching.code;
    expect(await daemon.end()).toBe(0);
    expect(daemon.printed).toMatch(/#1 failed: .*A\\x1b\]0;owned\\x07/);
    expect(daemon.printed + watching.printed).not.toMatch(unsafe);
    // A message of several lines is one line here: no program can forge one of ours.
    expect(daemon.printed).not.toMatch(/^another line/m);
    expect(readFileSync(home.paths.daemonLog, 'utf8')).not.toMatch(unsafe);
    report(19, 'messages of an engine', { tried, survived: tried, lost: 0 });
  });

  it('in paths are escaped for a person, with and without a daemon', async () => {
    const path = join(home.folder, 'run', `${hostile}.sock`);
    const there = home.with({ WHIS_SOCKET: path });
    for (const args of [['status'], ['listen', '--detach'], ['status'], ['listen'], ['stop']]) {
      await expectPrintable(there, ...args);
    }
    const daemon = new Daemon(there.start('listen', '--hotkey=none').child, path);
    await daemon.prints('whis toggle. End');
    expect(daemon.printed).not.toMatch(unsafe);
    expect(await daemon.end('SIGKILL')).toBe('SIGKILL');
    await expectPrintable(there, 'status');
    for (const args of [
      ['status', '--socket', `relative/${hostile}`],
      ['config', 'path'],
    ]) {
      await expectPrintable(home.with({ XDG_CONFIG_HOME: join(home.folder, hostile) }), ...args);
    }
    expect((await home.with({ WHIS_SOCKET: path }).whis('socket')).stdout).toBe(`${path}\n`);
    report(19, 'paths', { tried, survived: tried, lost: 0 });
  });
});
