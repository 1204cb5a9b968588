import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Home, type Daemon } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

// The clients in test/ancestors are written for the four older programs, with plain sockets.

type Ancestor = 'bare' | 'text' | 'sessions' | 'manager';
type Json = Readonly<Record<string, unknown>>;

/** One of these clients, in Python, in a process of its own. */
class Old {
  readonly #child: ChildProcess;
  readonly #lines: unknown[] = [];
  #rest = '';
  #onLine: () => void = () => {};

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  /** Starts it; resolves when it is connected. */
  static async start(name: Ancestor, socket: string): Promise<Old> {
    const program = join(import.meta.dirname, `../ancestors/${name}.py`);
    const child = spawn('python3', [program, socket], { stdio: ['pipe', 'pipe', 'inherit'] });
    const old = new Old(child);
    await old.next((line) => line === 'connected');
    return old;
  }

  /** Sends a line; gives the next answer, events left out. */
  ask(line: string): Promise<unknown> {
    this.#child.stdin?.write(`${line}\n`);
    return this.next((answer) => !isEvent(answer));
  }

  /** The first line that passes, among those that were not taken yet. */
  next(test: (line: unknown) => boolean): Promise<unknown> {
    return new Promise((resolve) => {
      this.#onLine = () => {
        const at = this.#lines.findIndex(test);
        if (at === -1) return;
        this.#onLine = () => {};
        resolve(this.#lines.splice(at, 1)[0]);
      };
      this.#onLine();
    });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines.push(...lines.map((line) => (line === 'connected' ? line : JSON.parse(line))));
    this.#onLine();
  }
}

function isEvent(line: unknown): boolean {
  return typeof line === 'object' && line !== null && ('Event' in line || 'event' in line);
}

/** The process manager's name for an event. */
function isOfType(type: string): (line: unknown) => boolean {
  return (line) => (line as { Event?: { event_type: string } }).Event?.event_type === type;
}

/** The process manager's event for a state that begins. */
function becomes(state: string): (line: unknown) => boolean {
  return (line) =>
    isOfType('status_change')(line) &&
    (line as { Event: { data: Json } }).Event.data['to'] === state;
}

let home: Home;
let daemon: Daemon;
let old: Record<Ancestor, Old>;

beforeEach(async () => {
  home = await Home.make();
  await home.settings({
    ...(await writeRecogniser(home, 'echo words')),
    output: [`file:${home.folder}/out.txt`],
  });
  const wav = await writeTone(join(home.folder, 'mic.wav'), { seconds: 5 });
  daemon = await home.listen('--input', wav);
  const start = (name: Ancestor) => Old.start(name, home.socket);
  old = {
    bare: await start('bare'),
    text: await start('text'),
    sessions: await start('sessions'),
    manager: await start('manager'),
  };
});

afterEach(async () => {
  for (const one of Object.values(old)) await one.end();
  await home.close();
});

/** Begins a dictation as the sessions' client does. */
async function begin(): Promise<{ session_id: string; log_path: string }> {
  const started = await old.sessions.ask('{"type":"start_session","working_dir":"/tmp"}');
  expect(started).toMatchObject({
    type: 'session_started',
    session_id: expect.any(String),
    log_path: expect.any(String),
  });
  return started as { session_id: string; log_path: string };
}

/** Waits until there is more sound than the least in which there may be a word. */
async function speak(): Promise<void> {
  const client = await daemon.connect();
  const elapsed = async () => (await client.call('status')).session?.elapsed_ms ?? 0;
  await expect.poll(elapsed).toBeGreaterThan(200);
  await client.close();
}

describe('the clients of the four older programs, all connected to one daemon', () => {
  it('get their answers before anything is recorded', async () => {
    const { bare, text, sessions, manager } = old;
    expect(await bare.ask('"Status"')).toBe('Idle');
    expect(JSON.parse((await text.ask('STATUS')) as string)).toMatchObject({
      state: 'idle',
      uptime_secs: expect.any(Number),
      current_session: null,
      saves_count: 0,
      total_resumes: 0,
    });
    expect(await sessions.ask('{"type":"list_sessions"}')).toEqual({
      type: 'session_list',
      sessions: [],
      next: null,
    });
    expect(await manager.ask('"List"')).toEqual({ Data: { data: { apps: [] } } });
  });

  it('get their answers while it records, each in its own words', async () => {
    const { bare, text, sessions, manager } = old;
    expect(
      await manager.ask('{"Subscribe":{"subscription":{"AllEvents":{"app_name":null}}}}'),
    ).toEqual({ Success: { message: 'subscribed' } });
    const { session_id: id, log_path: logPath } = await begin();
    await manager.next(isOfType('process_started'));

    expect(await bare.ask('"Status"')).toBe('Recording');
    expect(await bare.ask('"Whatever"')).toEqual({ Error: expect.stringContaining('Whatever') });
    expect(JSON.parse((await text.ask('STATUS')) as string)).toMatchObject({
      state: 'recording',
      current_session: id,
    });
    expect(await text.ask('reload')).toBe('OK\n');
    expect(await text.ask('NONSENSE')).toMatch(/^ERR: .*NONSENSE.*\n$/);
    expect(await sessions.ask('{"type":"ping"}')).toEqual({ type: 'pong' });
    const listed = (await sessions.ask('{"type":"list_sessions"}')) as { sessions: Json[] };
    expect(listed.sessions).toEqual([
      expect.objectContaining({
        id,
        working_dir: '/tmp',
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        status: 'recording',
        log_path: logPath,
      }),
    ]);
    const one = { app: expect.objectContaining({ id, status: 'recording' }) };
    expect(await manager.ask('{"Status":{"name":"current"}}')).toEqual({ Data: { data: one } });
    expect(await manager.ask('{"Status":{"name":null}}')).toMatchObject({
      Data: { data: { apps: [{ id }] } },
    });
    const logs = (await manager.ask('{"Logs":{"name":null,"lines":5}}')) as {
      Data: { data: { lines: string[] } };
    };
    expect(logs.Data.data.lines.length).toBeGreaterThan(0);
    expect(await manager.ask('{"Nonsense":{}}')).toEqual({
      Error: { message: expect.stringContaining('Nonsense') },
    });

    expect(await text.ask('PAUSE')).toBe('OK\n');
    expect(await manager.next(becomes('paused'))).toMatchObject({
      Event: { data: { from: 'recording' } },
    });
    expect(await bare.ask('"Status"')).toBe('Idle');
    expect(await text.ask('RESUME')).toBe('OK\n');
    await manager.next(becomes('recording'));
    expect(JSON.parse((await text.ask('STATUS')) as string)).toMatchObject({
      state: 'recording',
      total_resumes: 1,
    });

    await speak();
    expect(await sessions.ask('{"type":"attach_session"}')).toMatchObject({
      type: 'attached',
      session: { id },
    });
    expect(await sessions.ask(`{"type":"stop_session","session_id":"${id}"}`)).toEqual({
      type: 'session_stopped',
      session_id: id,
    });
    expect(await manager.next(isOfType('process_exited'))).toMatchObject({
      Event: { data: { name: id, text: 'words' } },
    });
    await sessions.next((line) => (line as Json)['event'] === 'session_done');
    expect(await sessions.next((line) => (line as Json)['type'] === 'detached')).toEqual({
      type: 'detached',
      session_id: id,
    });
    const followed = () =>
      readFileSync(logPath, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as Json)['event']);
    await expect.poll(followed).toContain('session_done');
    expect(followed()).toContain('session_started');
  });

  it('drive it, each in its own words, and the last one ends it', async () => {
    const { bare, text, sessions, manager } = old;
    await manager.ask('{"Subscribe":{"subscription":{"StatusEvents":{"app_name":null}}}}');
    const began = await manager.ask(
      '{"Start":{"name":"memo","config":"{\\"language\\":\\"de\\"}"}}',
    );
    expect(began).toEqual({ Success: { message: expect.stringMatching(/^session started /) } });
    expect(await sessions.ask('{"type":"get_session","session_id":"current"}')).toMatchObject({
      session: { label: 'memo', language: 'de', status: 'recording' },
    });
    expect(await sessions.ask('{"type":"start_session"}')).toMatchObject({
      type: 'error',
      code: 'busy',
    });
    await speak();
    expect(await manager.ask('{"Stop":{"name":"current"}}')).toMatchObject({ Success: {} });
    await manager.next(isOfType('process_exited'));
    await manager.next(becomes('idle'));
    expect(await manager.ask('{"Restart":{"name":"last"}}')).toMatchObject({ Success: {} });
    await manager.next(isOfType('process_restarting'));
    await manager.next(isOfType('process_exited'));
    await manager.next(becomes('idle'));
    expect(await manager.ask('{"Delete":{"name":"last"}}')).toMatchObject({ Success: {} });
    expect(await manager.ask('"Unsubscribe"')).toEqual({ Success: { message: 'ok' } });
    expect(await bare.ask('"Toggle"')).toBe('Recording');
    expect(await text.ask('CANCEL')).toBe('OK\n');
    expect(await bare.ask('"Toggle"')).toBe('Recording');
    expect(await bare.ask('"Toggle"')).toBe('Transcribing');
    expect(await sessions.ask('{"type":"nonsense"}')).toMatchObject({
      type: 'error',
      code: 'unknown_request',
    });
    expect(await bare.ask('{"Stop"}')).toBe('Success');
    expect(await daemon.code).toBe(0);
  });

  it.each(['bare', 'text', 'sessions'] as const)('can all end the service: %s', async (name) => {
    const request = { bare: '"Stop"', text: 'SHUTDOWN', sessions: '{"type":"shutdown"}' }[name];
    const answer = { bare: 'Success', text: 'OK\n', sessions: { type: 'ok' } }[name];
    expect(await old[name].ask(request)).toEqual(answer);
    expect(await daemon.code).toBe(0);
  });
});
