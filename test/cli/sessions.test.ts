import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { build } from '../fixtures/built.ts';
import { Home, type Daemon } from '../fixtures/home.ts';
import {
  eventOf,
  ScriptedDaemon,
  session,
  subscribed,
  type Caller,
  type Script,
} from '../fixtures/scripted-daemon.ts';

const { id, timings_ms } = session;
const started = { type: 'session_started', session_id: id, log_path: '/log' } as const;
const done = eventOf('session_done', {
  text: 'a \u001b[1mfox',
  timings_ms,
  recovered: false,
  late: false,
});
const failed = eventOf('session_failed', {
  code: 'engine_failed',
  message: 'It broke.',
  late: false,
});
const cancelled = eventOf('session_cancelled', {});
const noise = eventOf(
  'session_done',
  { text: 'not ours', timings_ms, recovered: false, late: false },
  { id: 'x' },
);

let home: Home;
let daemon: ScriptedDaemon;

beforeAll(async () => {
  build();
  home = await Home.make({ WHIS_NO_SPAWN: '1' });
});
afterAll(() => home.close());
afterEach(() => daemon.close());

/** Sends messages after the reply that is being made. */
function later(caller: Caller, ...messages: object[]): void {
  setImmediate(() => {
    for (const message of messages) caller.send(message);
  });
}

async function answering(script: Script): Promise<void> {
  daemon = await ScriptedDaemon.listen(home.socket, { subscribe: subscribed(), ...script });
}

/** Answers a start with what becomes of the session. */
function starting(...messages: object[]): Script {
  return {
    start_session: (_, caller) => {
      later(caller, ...messages);
      return started;
    },
    get_session: { type: 'session', session },
  };
}

describe('transcribe', () => {
  const notes = () => `${home.folder}/notes.wav`;

  it('prints the text of a file, and delivers it nowhere else', async () => {
    await answering(starting(noise, eventOf('session_updated', { session }), done));
    const said = await home.whis('transcribe', 'notes.wav', '--language', 'de');
    expect(said).toEqual({ code: 0, stdout: 'a \u001b[1mfox\n', stderr: '' });
    expect(daemon.asked).toEqual([
      { type: 'subscribe', events: ['sessions'] },
      { type: 'start_session', input_file: notes(), output: [], language: 'de' },
    ]);
  });

  it('delivers it where that was asked for', async () => {
    await answering(starting(done));
    await home.whis('transcribe', 'notes.wav', '--output', 'clipboard');
    expect(daemon.asked[1]).toMatchObject({ output: ['clipboard'] });
  });

  it('goes on after a file that failed or was refused, and exits with 1', async () => {
    const outcomes = [[failed], [], [done]];
    await answering({
      start_session: ({ input_file }, caller) => {
        later(caller, ...(outcomes.shift() ?? []));
        return input_file?.endsWith('b.wav')
          ? { type: 'error', code: 'invalid_audio', message: 'b.wav is no audio.' }
          : started;
      },
    });
    const said = await home.whis('transcribe', 'a.wav', 'b.wav', 'c.wav');
    expect(said).toEqual({
      code: 1,
      stdout: 'a \u001b[1mfox\n',
      stderr: 'whis: a.wav\nwhis: It broke.\nwhis: b.wav\nwhis: b.wav is no audio.\nwhis: c.wav\n',
    });
  });

  it('prints a line of JSON for each file', async () => {
    const outcomes = [done, failed];
    await answering({
      start_session: (_, caller) => {
        later(caller, outcomes.shift() ?? done);
        return started;
      },
      get_session: { type: 'session', session },
    });
    const said = await home.whis('transcribe', 'a.wav', 'b.wav', '--json');
    const lines = said.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      session,
      { type: 'error', code: 'engine_failed', message: 'It broke.' },
    ]);
    expect(said.code).toBe(1);
  });

  it('is cancelled by Ctrl-C, and ends with 130', async () => {
    await answering({
      start_session: started,
      cancel_session: (_, caller) => {
        later(caller, cancelled);
        return { type: 'session_cancelled', session_id: id };
      },
    });
    const program = home.start('transcribe', 'a.wav', 'b.wav');
    await expect.poll(() => daemon.asked.at(-1)?.type).toBe('start_session');
    program.child.kill('SIGINT');
    expect(await program.code).toBe(130);
    expect(daemon.asked.slice(1).map(({ type }) => type)).toEqual([
      'start_session',
      'cancel_session',
    ]);
  });

  it('says that the recording is kept when the daemon ends before the text is there', async () => {
    await answering({
      start_session: (_, caller) => {
        setTimeout(() => caller.hangUp(), 50);
        return started;
      },
    });
    const said = await home.whis('transcribe', 'a.wav');
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toContain('What was recorded is kept');
  });
});

describe('dictate', () => {
  const stopping: Script = {
    start_session: started,
    stop_session: (_, caller) => {
      later(caller, done);
      return { type: 'session_stopped', session_id: id };
    },
    cancel_session: (_, caller) => {
      later(caller, cancelled);
      return { type: 'session_cancelled', session_id: id };
    },
  };

  /** Starts it; the daemon has been asked to begin, and has not answered yet. */
  async function startUnanswered(): Promise<{ program: Daemon; caller: Caller }> {
    const asked = Promise.withResolvers<Caller>();
    await answering({
      ...stopping,
      start_session: (_, caller) => {
        asked.resolve(caller);
        return null;
      },
    });
    const program = home.start('dictate');
    return { program, caller: await asked.promise };
  }

  it('ends with Enter, and prints the text', async () => {
    await answering(stopping);
    const program = home.start('dictate');
    await program.prints('recording — Enter ends it');
    program.child.stdin?.write('\n');
    expect(await program.code).toBe(0);
    expect(program.printed).toContain('a \u001b[1mfox\n');
    expect(daemon.asked).toEqual([
      { type: 'subscribe', events: ['sessions', 'levels', 'status'] },
      { type: 'start_session', output: [] },
      { type: 'stop_session', session_id: id },
    ]);
  });

  it('is thrown away by Ctrl-C, and ends with 130', async () => {
    await answering(stopping);
    const program = home.start('dictate');
    await program.prints('recording — Enter ends it');
    program.child.kill('SIGINT');
    expect(await program.code).toBe(130);
    expect(program.printed).toContain('Cancelled: whis undo takes that back.');
    expect(daemon.asked.at(-1)).toEqual({ type: 'cancel_session', session_id: id });
  });

  it('is thrown away by Ctrl-C before the first sound, once its id is known', async () => {
    const { program, caller } = await startUnanswered();
    program.child.kill('SIGINT');
    await program.prints('thrown away as soon as it is there');
    expect(daemon.asked.at(-1)?.type).toBe('start_session');
    caller.send({ ...started, id: 3 });
    expect(await program.code).toBe(130);
    expect(daemon.asked.at(-1)).toEqual({ type: 'cancel_session', session_id: id });
  });

  it("leaves somebody else's recording alone when it may not begin", async () => {
    const { program, caller } = await startUnanswered();
    program.child.stdin?.write('\n');
    program.child.kill('SIGINT');
    await program.prints('thrown away as soon as it is there');
    caller.send({ id: 3, type: 'error', code: 'busy', message: 'A dictation is being recorded.' });
    expect(await program.code).toBe(130);
    expect(daemon.asked.map(({ type }) => type)).toEqual(['subscribe', 'start_session']);
  });

  it('goes on when standard input ends, and takes an end from elsewhere', async () => {
    await answering(
      starting(
        eventOf('level', { dbfs: -20, elapsed_ms: 100 }),
        eventOf('microphone_silent', { microphone: 'mic' }),
        eventOf('session_updated', { session: { ...session, status: 'transcribing' } }),
        done,
      ),
    );
    const said = await home.whis('dictate', '--seconds', '2');
    expect(said).toMatchObject({ code: 0, stdout: 'a \u001b[1mfox\n' });
    expect(said.stderr).toContain('no sound comes from the microphone');
    expect(daemon.asked[1]).toEqual({ type: 'start_session', output: [], max_seconds: 2 });
  });

  it('ends with 130 when somebody else cancels it', async () => {
    await answering(starting(cancelled));
    const said = await home.whis('dictate');
    expect(said).toMatchObject({ code: 130, stdout: '' });
    expect(said.stderr).toContain('The dictation was cancelled.');
  });
});

describe('start --wait and retry', () => {
  it('print the text once it is there', async () => {
    await answering({
      ...starting(done),
      restart_session: (_, caller) => {
        later(caller, eventOf('session_restarted', {}), done);
        return { type: 'session_restarted', session_id: id };
      },
    });
    const waited = await home.whis('start', '--wait');
    expect(waited).toEqual({
      code: 0,
      stdout: 'a \u001b[1mfox\n',
      stderr: 'whis: recording 222bf469 — whis done ends it\n',
    });
    const again = await home.whis('retry');
    expect(again).toEqual({ code: 0, stdout: 'a \u001b[1mfox\n', stderr: '' });
    expect(daemon.asked.at(-1)).toEqual({ type: 'restart_session', session_id: 'last' });
    const json = await home.whis('retry', '--json');
    expect(JSON.parse(json.stdout)).toEqual(session);
  });

  it('end with the exit code of what went wrong', async () => {
    const timeout = eventOf('session_failed', {
      code: 'microphone_lost',
      message: 'It is gone.',
      late: false,
    });
    await answering(starting(timeout));
    expect(await home.whis('start', '--wait')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('watch', () => {
  it('prints what happens until the daemon ends, then exits with 0', async () => {
    await answering({
      subscribe: (_, caller) => {
        later(
          caller,
          eventOf('state_changed', { from: 'idle', to: 'recording' }),
          done,
          eventOf('shutting_down', { reason: 'asked to' }),
        );
        return subscribed();
      },
    });
    const said = await home.whis('watch');
    expect(said).toMatchObject({ code: 0, stderr: 'whis: watching; the state is idle\n' });
    const lines = said.stdout.replace(/\d\d:\d\d:\d\d/g, 'TIME').split('\n');
    expect(lines).toEqual([
      'TIME 222bf469 state: idle → recording',
      'TIME 222bf469 done: a \\x1b[1mfox',
      'TIME 222bf469 the daemon ends: asked to',
      '',
    ]);
    expect(daemon.asked).toEqual([
      { type: 'subscribe', events: ['status', 'sessions', 'partials', 'logs'] },
    ]);
  });

  it('prints the status and the raw events as JSON lines', async () => {
    const end = eventOf('shutting_down', { reason: 'asked to' });
    await answering({
      subscribe: (_, caller) => {
        later(caller, done, end);
        return subscribed();
      },
    });
    const said = await home.whis('watch', '--json', '--events', 'all', '--since', '7');
    const lines = said.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([subscribed(), done, end]);
    expect(daemon.asked).toEqual([{ type: 'subscribe', events: ['all'], since_seq: 7 }]);
  });

  it('comes back for what it missed when it was too slow', async () => {
    await answering({
      subscribe: ({ since_seq }, caller) => {
        const overflow = {
          type: 'event',
          at: '2026-11-20T10:00:08.000Z',
          event: 'overflow',
          data: {},
        };
        if (since_seq === undefined)
          later(caller, eventOf('session_cancelled', {}, { seq: 12 }), overflow);
        else later(caller, eventOf('shutting_down', { reason: 'asked to' }));
        return subscribed();
      },
    });
    expect(await home.whis('watch')).toMatchObject({ code: 0 });
    expect(daemon.asked.at(-1)).toMatchObject({ since_seq: 12 });
  });

  it('says that the daemon is gone when it ends without a word', async () => {
    await answering({
      subscribe: (_, caller) => {
        setTimeout(() => caller.hangUp(), 50);
        return subscribed();
      },
    });
    const said = await home.whis('watch');
    expect(said.code).toBe(3);
    expect(said.stderr).toContain('The daemon is gone.');
  });

  it('names the topics when it is asked for another', async () => {
    await answering({});
    const said = await home.whis('watch', '--events', 'sesions');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('--events takes status, sessions');
  });
});

describe('status --follow', () => {
  it('prints the status again at each change, and that nothing runs once it has ended', async () => {
    const states = ['recording', 'transcribing'] as const;
    let asked = 0;
    await answering({
      subscribe: (_, caller) => {
        later(
          caller,
          eventOf('state_changed', { from: 'idle', to: 'recording' }),
          eventOf('state_changed', { from: 'recording', to: 'transcribing' }),
        );
        return subscribed();
      },
      status: (_, caller) => {
        const state = states[asked] ?? 'idle';
        asked += 1;
        if (asked === states.length) {
          later(caller, eventOf('shutting_down', { reason: 'asked to' }));
          setImmediate(() => void daemon.close());
        }
        return { ...subscribed(), type: 'status', state };
      },
    });
    const said = await home.whis('status', '--follow', '--format', '{state}', '--timeout', '1');
    expect(said).toEqual({
      code: 3,
      stdout: 'idle\nrecording\ntranscribing\nnot_running\n',
      stderr: 'whis: the daemon has ended; waiting for it to come back (Ctrl-C ends this)\n',
    });
  });

  it('goes on when the daemon comes back, and says so', async () => {
    await answering({});
    const program = home.start('status', '--follow', '--format', '{state}');
    await program.prints('idle');
    await daemon.close();
    await program.prints('waiting for it to come back');
    await answering({ subscribe: subscribed({ state: 'paused' }) });
    await program.prints('paused');
    expect(program.printed).toContain('not_running\n');
    expect(program.printed).toContain('the daemon is back\n');
    expect(await program.end('SIGINT')).toBe('SIGINT');
  });

  it('is told at once that its format has a word that is not known', async () => {
    await answering({});
    const said = await home.whis('status', '--follow', '--format', '{stat} {elapsed}');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('It knows {state}, {elapsed}, {level}, {engine}');
    expect(daemon.asked).toEqual([]);
  });
});
