import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dist } from '../fixtures/built.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { makeRecogniser, type TestRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

const run = promisify(execFile);

let home: Home;
let recogniser: TestRecogniser;
let client: Client;

beforeEach(async () => {
  home = await Home.make();
  recogniser = await makeRecogniser(home);
  await home.settings({ ...recogniser.settings, output: [`file:${home.folder}/out.txt`] });
  const input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 30 });
  const daemon = await home.listen('--input', input);
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions', 'levels'] });
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** Begins `whis dictate`, and waits until it has recorded something. */
async function dictate(...options: string[]): Promise<Daemon> {
  const dictation = home.start('dictate', ...options);
  await dictation.prints('recording');
  await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 300);
  return dictation;
}

const newest = async () => (await client.call('get_session', { session_id: 'last' })).session;

describe('whis dictate', () => {
  it('records so many seconds, prints the text, and delivers it nowhere else', async () => {
    const said = await home.whis('dictate', '--seconds', '2');
    expect(said).toMatchObject({ code: 0, stdout: 'heard 2000 milliseconds\n' });
    expect(await newest()).toMatchObject({ status: 'done', duration_ms: 2000, delivered: [] });
  });

  it('is ended by Enter', async () => {
    const dictation = await dictate();
    dictation.child.stdin?.write('\n');
    expect(await dictation.code).toBe(0);
    expect(dictation.printed).toMatch(/\nheard \d+ milliseconds\n$/);
  });

  it('is ended by whis done from elsewhere', async () => {
    const dictation = await dictate('--json');
    expect(await home.whis('done')).toMatchObject({ code: 0 });
    expect(await dictation.code).toBe(0);
    expect(dictation.printed).toContain('"status":"done"');
  });

  it('is thrown away by Ctrl-C, which an undo takes back', async () => {
    const dictation = await dictate();
    expect(await dictation.end('SIGINT')).toBe(130);
    expect(dictation.printed).toContain('Cancelled: whis undo takes that back.');
    const session = await newest();
    expect(session).toMatchObject({ status: 'cancelled', text: null });
    expect((await client.call('status')).state).toBe('idle');
    await home.whis('undo');
    await client.event(({ event }) => event === 'session_done');
    expect((await newest()).text).toMatch(/^heard \d+ milliseconds$/);
  });

  it('is thrown away by Ctrl-C while it is transcribed, too', async () => {
    recogniser.hold();
    const dictation = await dictate();
    await client.call('stop_session');
    await recogniser.running();
    expect(await dictation.end('SIGINT')).toBe(130);
    expect(await newest()).toMatchObject({ status: 'cancelled', text: null });
    expect((await client.call('status')).state).toBe('idle');
  });

  it('that is cancelled from elsewhere exits as if it were interrupted', async () => {
    const dictation = await dictate();
    expect(await home.whis('cancel')).toMatchObject({ code: 0 });
    expect(await dictation.code).toBe(130);
  });

  it('shows on a terminal how long and how loud it is', async () => {
    const command = [process.execPath, join(dist, 'cli/whis.cjs'), 'dictate', '--seconds', '1'];
    const terminal = [
      '--quiet',
      '--return',
      '--command',
      command.map((word) => `'${word}'`).join(' '),
      '/dev/null',
    ];
    const { stdout } = await run('script', terminal, { env: { ...home.env, TERM: 'xterm' } });
    expect(stdout).toMatch(/● 0:00 ▮+▯+/u);
    expect(stdout).toContain('transcribing 0:00');
    expect(stdout).toMatch(/heard 1000 milliseconds\r\n$/);
  });

  it('goes on in the daemon when the command itself is killed', async () => {
    const dictation = await dictate();
    await dictation.end('SIGKILL');
    expect(await client.call('status')).toMatchObject({ state: 'recording' });
    const stopped = await client.call('stop_session', { wait: true });
    expect(stopped).toMatchObject({ status: 'done' });
  });
});
