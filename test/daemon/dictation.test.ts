import { existsSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Overrides } from '../../src/protocol/settings.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let home: Home;
let daemon: Daemon;
let client: Client;

/** A recogniser that says how much it heard; what it waits for lets a test hold it up. */
const recogniser = `while [ -e "$HOLD" ]; do sleep 0.02; done
printf 'heard %s bytes' "$(stat -c %s "$1")"`;

beforeEach(async () => {
  home = await Home.make();
  home.env['HOLD'] = join(home.folder, 'hold');
  await home.settings({
    ...(await writeRecogniser(home, recogniser)),
    output: [`file:${home.folder}/out.txt`],
  });
});

afterEach(async () => {
  await client.close();
  await home.close();
});

async function begin(...options: string[]): Promise<void> {
  const wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 1 });
  daemon = await home.listen('--input', wav, '--input-speed=max', ...options);
  client = await daemon.connect();
  await client.call('subscribe', { events: ['status', 'sessions'] });
}

/** Begins a dictation and waits until half a second of it is there. */
async function speak(overrides: Overrides = {}): Promise<string> {
  const { session_id: id } = await client.call('start_session', overrides);
  await halfASecond();
  return id;
}

async function halfASecond(): Promise<void> {
  const elapsed = async () => (await client.call('status')).session?.elapsed_ms ?? 0;
  await expect.poll(elapsed).toBeGreaterThanOrEqual(500);
}

const states = () =>
  client.events.flatMap(({ event, data }) =>
    event === 'state_changed' && 'to' in data ? [data.to] : [],
  );

describe('a dictation over the socket', () => {
  it('goes from toggle to toggle to delivered text, and tells every step', async () => {
    await begin();
    const started = await client.call('toggle');
    expect(started).toMatchObject({
      type: 'toggled',
      from: 'idle',
      to: 'recording',
      ignored: false,
    });
    const id = started.session_id ?? '';
    expect(await client.call('status')).toMatchObject({
      state: 'recording',
      current_session: id,
      session: { id, silent: false },
    });
    await halfASecond();
    const stopped = await client.call('stop_session', { wait: true });
    expect(stopped).toMatchObject({
      session_id: id,
      status: 'done',
      error: null,
      delivered: [{ confirmed: true }],
    });
    expect(stopped.text).toMatch(/^heard \d+ bytes$/);
    expect(readFileSync(`${home.folder}/out.txt`, 'utf8')).toBe(`${stopped.text}\n`);
    await client.event((event) => event.event === 'state_changed' && event.data.to === 'idle');
    expect(states()).toEqual(['recording', 'transcribing', 'idle']);
    const numbers = client.events.map(({ seq }) => seq ?? 0);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const { session } = await client.call('get_session', { session_id: 'last' });
    expect(session).toMatchObject({ id, status: 'done', engine: 'command', recovered: false });
    const bytes = readFileSync(session.audio_path ?? '').length;
    expect(session.duration_ms).toBe(Math.floor((bytes - 44) / 32));
    const logged = () =>
      readFileSync(session.log_path, 'utf8')
        .split('\n')
        .flatMap((line) => /"event":"(\w+)"/.exec(line)?.[1] ?? []);
    // It is written behind the answers, never before them.
    await expect
      .poll(logged)
      .toEqual(expect.arrayContaining(['session_started', 'session_done', 'delivered']));
    expect(daemon.printed).toMatch(/#1 recording…\n#1 transcribing…\n#1 done: \d+ characters/);
  });

  it('queues a session that is started while one is transcribed, and delivers them in order', async () => {
    await begin();
    const hold = await home.program('hold', '');
    const first = await speak({ label: 'first' });
    await client.call('stop_session');
    expect(await client.call('toggle')).toMatchObject({ ignored: true, to: 'transcribing' });
    const second = await client.call('start_session', { label: 'second', max_seconds: 1 });
    await expect
      .poll(async () => (await client.call('status')).queue)
      .toEqual([first, second.session_id]);
    unlinkSync(hold);
    await client.ended(second.session_id);
    const { sessions } = await client.call('list_sessions', {});
    expect(sessions.map(({ label, status }) => [label, status])).toEqual([
      ['second', 'done'],
      ['first', 'done'],
    ]);
    const finished = client.events
      .filter(({ event }) => event === 'session_done')
      .map(({ session_id: id }) => id);
    expect(finished).toEqual([first, second.session_id]);
  });

  it('keeps a cancelled dictation for undo, which transcribes and delivers it', async () => {
    await begin();
    const id = await speak();
    expect(await client.call('cancel_session')).toEqual({
      type: 'session_cancelled',
      session_id: id,
    });
    expect((await client.call('get_session', { session_id: id })).session.status).toBe('cancelled');
    expect(await client.call('undo')).toEqual({ type: 'session_restored', session_id: id });
    await client.event((event) => event.event === 'delivered');
    expect((await client.call('get_session', { session_id: id })).session.status).toBe('done');
    expect(existsSync(`${home.folder}/out.txt`)).toBe(true);
  });

  it('takes a delete back, and says when there is nothing more to take back', async () => {
    await begin();
    const id = await speak();
    await client.call('stop_session', { wait: true });
    await client.call('delete_session', { session_id: id });
    await expect(client.call('get_session', { session_id: id })).rejects.toMatchObject({
      code: 'no_such_session',
    });
    await client.call('undo');
    expect((await client.call('get_session', { session_id: id })).session.status).toBe('done');
    await expect(client.call('undo')).rejects.toMatchObject({ code: 'nothing_to_undo' });
  });

  it('holds a recording while paused, and goes on in the same session', async () => {
    await begin();
    const id = await speak();
    expect(await client.call('pause')).toMatchObject({ state: 'paused' });
    expect(await client.call('status')).toMatchObject({
      state: 'paused',
      listening: true,
      current_session: id,
    });
    expect(await client.call('resume')).toMatchObject({ state: 'recording' });
    const stopped = await client.call('stop_session', { wait: true });
    expect(stopped).toMatchObject({ session_id: id, status: 'done' });
    expect((await client.call('status')).total_resumes).toBe(1);
  });

  it('does not listen while it is paused, and says so', async () => {
    await begin();
    await client.call('pause');
    expect(await client.call('toggle')).toMatchObject({
      ignored: true,
      from: 'paused',
      to: 'paused',
    });
    await expect(client.call('start_session', {})).rejects.toMatchObject({ code: 'paused' });
    expect(await client.call('resume')).toMatchObject({ state: 'idle' });
  });

  it('answers the second of two starts with busy', async () => {
    await begin();
    await client.call('start_session', {});
    await expect(client.call('start_session', {})).rejects.toMatchObject({ code: 'busy' });
  });

  it('takes for one dictation what was asked for it', async () => {
    await begin();
    const id = await speak({
      language: 'de',
      label: 'Brief',
      working_dir: '/tmp',
      output: ['stdout'],
    });
    await client.call('stop_session', { wait: true });
    const { session } = await client.call('get_session', { session_id: id });
    expect(session).toMatchObject({
      language: 'de',
      label: 'Brief',
      working_dir: '/tmp',
      delivered: [{ to: 'stdout', confirmed: null }],
    });
    expect(existsSync(`${home.folder}/out.txt`)).toBe(false);
  });

  it('lets the engine find the language out, once, for whoever asks for “auto”', async () => {
    await begin('--language', 'de');
    const file = await writeTone(join(home.folder, 'said.wav'), { seconds: 1 });
    const languages: (string | null)[] = [];
    const look = async () => {
      const { session } = await client.call('get_session', { session_id: 'last' });
      languages.push(session.language);
    };
    await home.whis('transcribe', file, '--language', 'auto');
    await look();
    for (const language of ['fr', 'auto']) {
      await home.whis('retry', '--language', language);
      await look();
    }
    expect(languages).toEqual([null, 'fr', null]);
  });

  it.each([
    [{ type: 'start_session', langauge: 'de' }, 'invalid_request', 'langauge'],
    [{ type: 'start_session', max_seconds: 'soon' }, 'invalid_request', 'max_seconds'],
    [{ type: 'list_sessions', limit: 0 }, 'invalid_request', 'limit'],
    [{ type: 'get_session' }, 'invalid_request', 'session_id'],
    [{ type: 'get_session', session_id: 'nowhere' }, 'no_such_session', 'nowhere'],
    [{ type: 'hello', protocol: 99 }, 'unsupported_protocol', '99'],
    [{ type: 'fly' }, 'unknown_request', 'fly'],
  ])('says what is wrong with %j', async (request, code, word) => {
    await begin();
    const reply = await client.ask({ id: 7, ...request });
    expect(reply).toMatchObject({ id: 7, type: 'error', code });
    expect((reply as { message: string }).message).toContain(word);
  });

  it('transcribes a file without the microphone', async () => {
    await begin();
    const file = await writeTone(join(home.folder, 'memo.wav'), { seconds: 0.5 });
    const { session_id: id } = await client.call('start_session', { input_file: file });
    const session = await client.ended(id);
    expect(session).toMatchObject({ status: 'done', label: file, duration_ms: 500 });
  });

  it('stops at the limit by itself', async () => {
    await begin();
    const { session_id: id } = await client.call('start_session', { max_seconds: 1 });
    expect(await client.ended(id)).toMatchObject({ status: 'done', duration_ms: 1000 });
  });

  it('replays what a client has missed, after the snapshot', async () => {
    await begin();
    const { seq } = await client.call('status');
    await speak();
    await client.call('stop_session', { wait: true });
    const other = await daemon.connect();
    const snapshot = await other.call('subscribe', { events: ['all'], since_seq: seq });
    await expect.poll(() => other.events.length).toBeGreaterThanOrEqual(snapshot.seq - seq);
    expect(other.events.slice(0, snapshot.seq - seq).map((event) => event.seq)).toEqual(
      Array.from({ length: snapshot.seq - seq }, (_, index) => seq + 1 + index),
    );
    await other.close();
  });

  it('finalises and keeps a recording when it is told to end, and takes it up at the next start', async () => {
    await begin();
    const id = await speak({ label: 'kept' });
    expect(await daemon.end('SIGTERM')).toBe(0);
    daemon = await home.listen();
    await daemon.prints('#1 recovered');
    await client.close();
    client = await daemon.connect();
    const { session } = await client.call('get_session', { session_id: id });
    expect(session).toMatchObject({
      status: 'done',
      label: 'kept',
      recovered: true,
      delivered: [],
    });
    expect((await client.call('list_sessions', { recovered: true })).sessions).toHaveLength(1);
  });
});
