import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { SessionSummary } from '../../src/protocol/session.ts';
import { build } from '../fixtures/built.ts';
import { Home } from '../fixtures/home.ts';
import {
  idle,
  ScriptedDaemon,
  session,
  summary,
  type Script,
} from '../fixtures/scripted-daemon.ts';

const evil = 'evil \u001b[31mred\u0007 \u009b2J \u202eback';
const harmless = 'evil \\x1b[31mred\\x07 \\x9b2J \\u202eback';
/** Anything that acts on a terminal; a line end does not. */
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

let home: Home;
let daemon: ScriptedDaemon;

beforeAll(async () => {
  build();
  home = await Home.make();
});
afterAll(() => home.close());
afterEach(() => daemon.close());

async function answering(script: Script): Promise<void> {
  daemon = await ScriptedDaemon.listen(home.socket, script);
}

const id = session.id;
const short = '222bf469';

/** What is typed, the script, what is asked, and what a person reads. */
const answers: [string[], Script, object, string][] = [
  [
    ['toggle', '--language', 'de'],
    { toggle: { type: 'toggled', from: 'idle', to: 'recording', session_id: id, ignored: false } },
    { type: 'toggle', language: 'de' },
    'recording — whis toggle ends it',
  ],
  [
    [
      'start',
      '--label',
      'note',
      '--dir',
      '.',
      '--output',
      'file:notes.txt',
      '--output',
      'clipboard',
    ],
    { start_session: { type: 'session_started', session_id: id, log_path: '/log' } },
    {
      type: 'start_session',
      label: 'note',
      working_dir: 'HOME',
      output: ['file:HOME/notes.txt', 'clipboard'],
    },
    `recording ${short} — whis done ends it`,
  ],
  [
    ['done', short],
    { stop_session: { type: 'session_stopped', session_id: id } },
    { type: 'stop_session', session_id: short },
    `transcribing ${short} — the text comes when it is done`,
  ],
  [
    ['done', '--print'],
    {
      stop_session: {
        type: 'session_stopped',
        session_id: id,
        status: 'done',
        text: 'a fox',
        error: null,
      },
    },
    { type: 'stop_session', wait: true },
    'a fox',
  ],
  [
    ['done', '--wait'],
    {
      stop_session: {
        type: 'session_stopped',
        session_id: id,
        status: 'done',
        text: 'a fox',
        error: null,
        delivered: session.delivered,
      },
    },
    { type: 'stop_session', wait: true },
    `${short} delivered to clipboard`,
  ],
  [
    ['cancel'],
    { cancel_session: { type: 'session_cancelled', session_id: id } },
    { type: 'cancel_session' },
    `cancelled ${short} — whis undo takes it back`,
  ],
  [
    ['undo', 'last'],
    { undo: { type: 'session_restored', session_id: id } },
    { type: 'undo', session_id: 'last' },
    `restored ${short}`,
  ],
  [
    ['pause'],
    { pause: { type: 'ok', state: 'paused' } },
    { type: 'pause' },
    'paused — whis resume goes on',
  ],
  [
    ['resume'],
    { resume: { type: 'ok', state: 'recording' } },
    { type: 'resume' },
    'recording — whis toggle ends it',
  ],
  [['reload'], { reload: { type: 'ok' } }, { type: 'reload' }, 'the settings are read again'],
  [['ping'], { ping: { type: 'pong' } }, { type: 'ping' }, 'pong'],
  [
    ['delete', 'last', '--audio-only'],
    { delete_session: { type: 'session_deleted', session_id: id } },
    { type: 'delete_session', session_id: 'last', audio_only: true },
    `deleted the audio of ${short}`,
  ],
  [
    ['copy'],
    {
      deliver_session: { type: 'session_delivered', session_id: id, delivered: session.delivered },
    },
    { type: 'deliver_session', session_id: 'last', output: ['clipboard'] },
    'delivered to clipboard',
  ],
  [
    ['retry', short, '--engine', 'local', '--no-wait'],
    { restart_session: { type: 'session_restarted', session_id: id } },
    { type: 'restart_session', session_id: short, engine: 'local' },
    `transcribing ${short} again`,
  ],
  [
    ['config', 'set', 'max_seconds', '60'],
    { set_setting: { type: 'ok' } },
    { type: 'set_setting', key: 'max_seconds', value: 60 },
    'max_seconds is set',
  ],
  [
    ['config', 'set', 'language', 'de'],
    { set_setting: { type: 'ok' } },
    { type: 'set_setting', key: 'language', value: 'de' },
    'language is set',
  ],
];

describe('each verb', () => {
  it.each(answers)(
    '%j asks what it should and tells the answer',
    async (argv, script, asked, told) => {
      await answering(script);
      const said = await home.whis(...argv);
      expect(said).toEqual({ code: 0, stdout: `${told}\n`, stderr: '' });
      const written = JSON.stringify(daemon.asked).replaceAll(home.folder, 'HOME');
      expect(JSON.parse(written)).toEqual([asked]);
    },
  );

  it.each(answers)('%j --json gives the reply as it came', async (argv, script) => {
    await answering(script);
    const said = await home.whis('--json', ...argv);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(said.stdout)).toEqual(Object.values(script)[0]);
  });
});

describe('toggle', () => {
  it('exits with 0 when it was ignored, and says so on standard error', async () => {
    await answering({
      toggle: {
        type: 'toggled',
        from: 'transcribing',
        to: 'transcribing',
        session_id: null,
        ignored: true,
        reason: 'the last dictation is still being transcribed',
      },
    });
    expect(await home.whis('toggle')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'whis: ignored: the last dictation is still being transcribed\n',
    });
  });
});

describe('an error of the daemon', () => {
  it.each([
    ['busy', 7],
    ['paused', 7],
    ['microphone_unavailable', 1],
    ['unsupported_protocol', 5],
    ['not_allowed', 6],
    ['some_new_code', 1],
  ])('%s ends with its exit code and its message', async (code, exit) => {
    await answering({ start_session: { type: 'error', code, message: `Because ${evil}.` } });
    const said = await home.whis('start');
    expect(said).toMatchObject({ code: exit, stdout: '' });
    expect(said.stderr).toContain(`whis: Because ${harmless}.`);
    expect(said.stderr).not.toMatch(control);
    const json = await home.whis('start', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ type: 'error' });
    expect(json.stdout).not.toMatch(control);
  });

  it('is the exit code of a dictation that failed', async () => {
    await answering({
      stop_session: {
        type: 'session_stopped',
        session_id: id,
        status: 'failed',
        text: null,
        error: { code: 'engine_timeout', message: 'The engine did not answer. Try: whis retry' },
      },
    });
    expect(await home.whis('done', '--wait')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'whis: The engine did not answer. Try: whis retry\n',
    });
    const json = await home.whis('done', '--wait', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ type: 'session_stopped', status: 'failed' });
    expect(json.code).toBe(1);
  });

  it('is told when a text did not arrive', async () => {
    const delivered = [{ to: 'clipboard', confirmed: false, at: session.created_at }];
    await answering({ deliver_session: { type: 'session_delivered', session_id: id, delivered } });
    expect(await home.whis('copy')).toEqual({
      code: 1,
      stdout: '',
      stderr: `whis: not delivered to clipboard. It is kept: whis show ${short}\n`,
    });
  });
});

describe('the history', () => {
  const list = (sessions: SessionSummary[], next: string | null = null): Script => ({
    list_sessions: { type: 'session_list', sessions, next },
  });

  it('is a table for a person', async () => {
    await answering(
      list(
        [
          summary({ label: 'note', text: 'two\nlines' }),
          summary({
            status: 'failed',
            text: null,
            error: { code: 'engine_failed', message: 'No.' },
            recovered: true,
            duration_ms: null,
          }),
        ],
        'p2',
      ),
    );
    const said = await home.whis('list', '--limit', '2', '--status', 'failed', '--recovered');
    expect(daemon.asked).toEqual([
      { type: 'list_sessions', limit: 2, status: 'failed', recovered: true },
    ]);
    const [header, first, second] = said.stdout.split('\n');
    expect(header).toMatch(/^ID +WHEN +LENGTH +STATUS +TEXT$/);
    expect(first).toMatch(/^222bf469 .* 0:07 +done +\[note\] two lines$/);
    expect(second).toMatch(/^222bf469 .* - +failed, recovered +No\.$/);
    expect(said.stderr).toBe('whis: there is more: whis list --before p2\n');
  });

  it('is an array for a program', async () => {
    await answering(list([summary({ label: evil })]));
    const said = await home.whis('list', '--json');
    expect(JSON.parse(said.stdout)).toEqual([summary({ label: evil })]);
    expect(said.stdout).not.toMatch(control);
    const found = await home.whis('search', 'quick', '--json');
    expect(JSON.parse(found.stdout)).toHaveLength(1);
  });

  it('says what to do when it is empty', async () => {
    await answering(list([]));
    expect(await home.whis('list')).toMatchObject({ code: 0, stdout: '' });
    expect(await home.whis('search', 'x')).toMatchObject({ code: 0, stdout: '' });
    const last = await home.whis('last');
    expect(last).toMatchObject({ code: 1, stdout: '' });
    expect(last.stderr).toContain('There is no text yet');
  });

  it('shows the newest text and nothing else', async () => {
    await answering(list([summary({ text: 'two\nlines' })]));
    expect(await home.whis('last')).toEqual({ code: 0, stdout: 'two\nlines\n', stderr: '' });
    expect(daemon.asked).toEqual([{ type: 'list_sessions', status: 'done', limit: 1 }]);
  });

  it('shows one session', async () => {
    await answering({ get_session: { type: 'session', session: { ...session, label: 'note' } } });
    const said = await home.whis('show', short);
    expect(said.stdout).toMatch(/^id +01a1f80a-/);
    expect(said.stdout).toMatch(/^label +note$/m);
    expect(said.stdout.endsWith('\n\nthe quick brown fox\n')).toBe(true);
    const json = await home.whis('show', '--json');
    expect(JSON.parse(json.stdout)).toEqual({ ...session, label: 'note' });
    expect(daemon.asked).toEqual([
      { type: 'get_session', session_id: short },
      { type: 'get_session', session_id: 'last' },
    ]);
  });

  it('is searched for words, which are shown with what is around them', async () => {
    await answering(list([summary()]));
    const said = await home.whis('search', 'brown', 'fo');
    expect(daemon.asked).toEqual([{ type: 'list_sessions', query: 'brown fo' }]);
    expect(said.stdout).toMatch(/^222bf469 .*\n {2}the quick brown fox\n$/);
  });

  it('prints what could act on a terminal harmlessly', async () => {
    const strange = { ...session, label: evil, working_dir: evil, text: evil, audio_path: evil };
    await answering({
      ...list([summary({ label: evil, text: evil })]),
      get_session: { type: 'session', session: strange },
    });
    for (const argv of [['list'], ['show'], ['search', 'evil']]) {
      const said = await home.whis(...argv);
      expect(said.stdout).toContain(harmless);
      expect(said.stdout).not.toMatch(control);
    }
    // A program gets the text as it is; test/faults/row-19 looks at a terminal.
    expect((await home.whis('last')).stdout).toBe(`${evil}\n`);
  });
});

describe('status', () => {
  it('shows device names and reasons harmlessly', async () => {
    const hotkey = { ...idle.hotkey, armed: false, reason: evil };
    await answering({ status: { ...idle, microphone: evil, model: evil, hotkey } });
    for (const argv of [['status'], ['status', '--format', '{microphone}']]) {
      const said = await home.whis(...argv);
      expect(said.stdout).toContain(harmless);
      expect(said.stdout).not.toMatch(control);
    }
  });

  it('gives the reply as JSON', async () => {
    await answering({ status: idle });
    const said = await home.whis('status', '--json');
    expect(said.code).toBe(0);
    expect(JSON.parse(said.stdout)).toEqual(idle);
  });

  it('refuses a word that its format does not know', async () => {
    await answering({ status: idle });
    const said = await home.whis('status', '--format', '{stat}');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('Did you mean {state}?');
  });
});

describe('doctor', () => {
  it('exits with 1 when something does not work, and says what to do', async () => {
    const checks = [
      { name: 'recorder', ok: true, found: 'parec', fix: null },
      { name: 'engine', ok: false, found: evil, fix: 'Install one.' },
    ];
    await answering({ doctor: { type: 'report', checks } });
    const said = await home.whis('doctor');
    expect(said).toMatchObject({ code: 1, stderr: '' });
    expect(said.stdout).toBe(
      `✓ recorder  parec\n✗ engine    ${harmless}\n            → Install one.\n`,
    );
    expect(JSON.parse((await home.whis('doctor', '--json')).stdout)).toEqual({
      type: 'report',
      checks,
    });
  });
});
