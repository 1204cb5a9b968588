import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ChatServer } from '../fixtures/chat-server.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let home: Home;
let chat: ChatServer;
let daemon: Daemon;
let client: Client;
let file: string;

/** Says the same of every recording, and notes that it was asked. */
const recogniser = `echo asked >> "$ASKED"
echo 'um, hello wiz comma bye'`;

beforeEach(async () => {
  home = await Home.make();
  home.env['ASKED'] = join(home.folder, 'asked');
  chat = await ChatServer.open();
  await home.settings({
    ...(await writeRecogniser(home, recogniser)),
    language: 'en',
    output: [],
    text: { replacements: { wiz: 'Whis' }, spoken_punctuation: true, remove_fillers: true },
    chat: { base_url: chat.baseUrl, model: 'llama3.2' },
    presets: [{ name: 'email', prompt: 'Make it an email.' }],
  });
  file = await writeTone(join(home.folder, 'said.wav'), { seconds: 1 });
  daemon = await home.listen();
  client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions'] });
});

afterEach(async () => {
  await client.close();
  await home.close();
  await chat.close();
});

describe('a preset', () => {
  it('works on the polished text; what the engine has said is kept', async () => {
    const said = await home.whis('transcribe', file, '--preset', 'email');
    expect(said).toEqual({ code: 0, stdout: 'HELLO WHIS, BYE\n', stderr: '' });
    const { session } = await client.call('get_session', { session_id: 'last' });
    expect(session).toMatchObject({
      status: 'done',
      preset: 'email',
      text: 'HELLO WHIS, BYE',
      raw_text: 'um, hello wiz comma bye',
      error: null,
    });
    expect(session.timings_ms.text).not.toBeNull();
    expect((await home.whis('show', 'last')).stdout).toContain('preset     email');
  });

  it('that fails leaves the text as it was said, and is told', async () => {
    chat.reply = () => ({ status: 401, body: '{"error":"no"}' });
    const said = await home.whis('transcribe', file, '--preset', 'email');
    expect(said).toMatchObject({ code: 0, stdout: 'hello Whis, bye\n' });
    expect(said.stderr).toMatch(
      /^whis: The preset “email” failed: .* answered 401: no\. Check the key: WHIS_CHAT_API_KEY, or the setting chat\.api_key\. The text is as you said it\. Try again: whis retry --preset email\n$/,
    );
    const { session } = await client.call('get_session', { session_id: 'last' });
    expect(session).toMatchObject({
      status: 'done',
      preset: 'email',
      text: 'hello Whis, bye',
      error: { code: 'preset_failed' },
    });
    await client.event(({ event, data }) => event === 'session_done' && 'error' in data);
  });

  it('works anew on what was said, without the engine and without the audio', async () => {
    await home.whis('transcribe', file);
    await client.call('delete_session', { session_id: 'last', audio_only: true });
    const retried = await home.whis('retry', '--preset', 'email');
    expect(retried).toMatchObject({ code: 0, stdout: 'HELLO WHIS, BYE\n' });
    const without = await home.whis('retry', 'last', '--preset', 'none');
    expect(without).toMatchObject({ code: 0, stdout: 'hello Whis, bye\n' });
    const { session } = await client.call('get_session', { session_id: 'last' });
    expect(session.preset).toBeNull();
    expect(chat.asked).toHaveLength(1);
    expect(readFileSync(join(home.folder, 'asked'), 'utf8')).toBe('asked\n');
    expect((await home.whis('retry', 'last')).stderr).toContain('is not kept any more');
  });

  it('of the settings goes for every dictation, but for those that want none', async () => {
    await client.call('set_setting', { key: 'preset', value: 'email' });
    expect((await home.whis('transcribe', file)).stdout).toBe('HELLO WHIS, BYE\n');
    const without = await home.whis('transcribe', file, '--preset', 'none');
    expect(without.stdout).toBe('hello Whis, bye\n');
    expect(chat.asked).toHaveLength(1);
  });

  it('that is not there is refused before anything is done', async () => {
    const said = await home.whis('transcribe', file, '--preset', 'poem');
    expect(said).toEqual({
      code: 1,
      stdout: '',
      stderr: 'whis: There is no preset “poem”; there are: email.\n',
    });
    expect((await client.call('list_sessions', {})).sessions).toEqual([]);
    await home.whis('transcribe', file);
    expect(await home.whis('retry', '--preset', 'poem')).toMatchObject({ code: 2, stdout: '' });
  });

  it('can be cancelled while its model thinks', async () => {
    const asked = Promise.withResolvers<void>();
    chat.reply = () => {
      asked.resolve();
      return null;
    };
    const params = { input_file: file, preset: 'email' };
    const { session_id: id } = await client.call('start_session', params);
    await asked.promise;
    await client.call('cancel_session', { session_id: id });
    const { session } = await client.call('get_session', { session_id: id });
    expect(session).toMatchObject({ status: 'cancelled', error: null });
    await chat.abandoned.promise;
  });

  it('that is interrupted by an end of the daemon loses no text that was there before', async () => {
    await home.whis('transcribe', file);
    await client.call('delete_session', { session_id: 'last', audio_only: true });
    const asked = Promise.withResolvers<void>();
    chat.reply = () => {
      asked.resolve();
      return null;
    };
    await client.call('restart_session', { session_id: 'last', preset: 'email' });
    await asked.promise;
    await daemon.end('SIGKILL');
    daemon = await home.listen();
    client = await daemon.connect();
    const { session } = await client.call('get_session', { session_id: 'last' });
    expect(session).toMatchObject({ status: 'done', text: 'hello Whis, bye' });
  });

  it('is looked at by the doctor, who says where texts go', async () => {
    const { stdout } = await home.whis('doctor');
    expect(stdout).toMatch(/preset email .*llama3\.2 at http:.*; texts stay on this machine/);
  });
});
