import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  says,
  startService,
  type Reaction,
  type TestService,
} from '../engines/services/service.ts';
import { Home, type Client, type Daemon } from '../fixtures/home.ts';
import { writeTone } from '../fixtures/sound.ts';

const key = 'sk-test-9c1f7e52b0d84a6f';

let home: Home;
let daemon: Daemon;
let client: Client;
let input: string;

beforeEach(async () => {
  home = await Home.make();
  input = await writeTone(join(home.folder, 'mic.wav'), { seconds: 2 });
});

afterEach(async () => {
  await client.close();
  await home.close();
});

/** A service that repeats the key in its answer, as some do. */
const broken: Reaction = {
  status: 500,
  body: JSON.stringify({ error: { message: `internal error, your key was ${key}` } }),
};

async function listen(
  reactions: readonly Reaction[],
  env: Record<string, string>,
  settings: object = {},
): Promise<TestService> {
  const service = await startService(...reactions);
  const openai = { base_url: service.baseUrl, ...settings };
  await home.settings({ engine: 'openai', engines: { openai }, output: [] });
  daemon = await home.with(env).listen('--input', input, '--input-speed=max', '--log-level=debug');
  client = await daemon.connect();
  await client.call('subscribe', { events: ['all'] });
  return service;
}

async function dictate(): Promise<string> {
  const { session_id: id } = await client.call('start_session', { max_seconds: 1 });
  return id;
}

/** Every file of the home in which the key stands. */
function filesWithKey(): string[] {
  return readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(home.folder, name)).isFile())
    .filter((name) => readFileSync(join(home.folder, name)).includes(key));
}

/** Everything that a person or a program can be told. */
async function expectNoWordOfTheKey(): Promise<void> {
  const said: string[] = [daemon.printed, JSON.stringify(client.events)];
  for (const line of ['status', 'status --json', 'show', 'list', 'doctor', 'config list']) {
    const { stdout, stderr } = await home.whis(...line.split(' '));
    expect(stdout).not.toBe('');
    said.push(stdout, stderr);
  }
  expect(said.filter((text) => text.includes(key))).toEqual([]);
}

describe('a service that transcribes', () => {
  it('and answers 500 is asked three times; then the session waits for a retry', async () => {
    const service = await listen([broken, broken, broken, says('it is well again')], {
      WHIS_OPENAI_API_KEY: key,
    });
    expect(await client.call('status')).toMatchObject({
      engine: 'openai',
      model: 'whisper-1',
      audio_leaves_machine: false,
    });
    const id = await dictate();
    const session = await client.ended(id);
    console.log(`${session.error?.code}: ${session.error?.message}`);
    expect(session).toMatchObject({
      status: 'failed',
      error: {
        code: 'engine_unreachable',
        message: expect.stringContaining('answered 500: internal error') as string,
      },
    });
    expect(service.received).toHaveLength(3);
    expect(readFileSync(session.audio_path ?? '')).toHaveLength(44 + 32_000);
    await expect.poll(async () => (await client.call('status')).state).toBe('idle');

    const retried = await home.whis('retry');
    expect(retried).toMatchObject({ code: 0, stdout: 'it is well again\n' });
    expect(service.received).toHaveLength(4);
    for (const { headers, path, body } of service.received) {
      expect(path).toBe('/v1/audio/transcriptions');
      expect(headers.authorization).toBe(`Bearer ${key}`);
      expect(headers['content-length']).toBe(String(body.length));
    }
    expect((await client.call('get_session', { session_id: id })).session).toMatchObject({
      status: 'done',
      text: 'it is well again',
      error: null,
    });
    await expectNoWordOfTheKey();
    await daemon.end();
    expect(filesWithKey()).toEqual([]);
  });

  it('and answers 500 twice gives the text in the same session', async () => {
    const service = await listen([broken, broken, says('third time lucky')], {
      WHIS_OPENAI_API_KEY: key,
    });
    expect(await client.ended(await dictate())).toMatchObject({
      status: 'done',
      text: 'third time lucky',
    });
    expect(service.received).toHaveLength(3);
  });

  it('and does not know the key fails at once, without a word of it', async () => {
    const refusal = { error: { message: `Incorrect API key provided: ${key}.` } };
    const service = await listen([{ status: 401, body: JSON.stringify(refusal) }], {
      WHIS_OPENAI_API_KEY: key,
    });
    const session = await client.ended(await dictate());
    console.log(`${session.error?.code}: ${session.error?.message}`);
    expect(session).toMatchObject({ status: 'failed', error: { code: 'engine_failed' } });
    expect(session.error?.message).toContain('whis config set engines.openai.api_key -');
    expect(service.received).toHaveLength(1);
    await expectNoWordOfTheKey();
    await daemon.end();
    expect(filesWithKey()).toEqual([]);
  });

  it('and is gone fails with what to check; the key of the settings is in their file alone', async () => {
    const service = await listen([broken], {});
    const setting = home.start('config', 'set', 'engines.openai.api_key', '-');
    setting.child.stdin?.end(`${key}\n`);
    expect(await setting.code).toBe(0);
    expect(setting.printed).toBe('engines.openai.api_key is set\n');
    await client.call('set_setting', {
      key: 'engines.openai.base_url',
      value: 'http://127.0.0.1:9/v1',
    });
    const session = await client.ended(await dictate());
    console.log(`${session.error?.code}: ${session.error?.message}`);
    expect(session).toMatchObject({
      status: 'failed',
      error: {
        code: 'engine_unreachable',
        message: expect.stringContaining('refused the connection') as string,
      },
    });
    expect(service.received).toHaveLength(0);
    expect((await home.whis('config', 'get', 'engines.openai.api_key')).stdout).toBe('••••4a6f\n');
    await expectNoWordOfTheKey();
    await daemon.end();
    expect(filesWithKey()).toEqual(['config/whis/settings.json']);
  });

  it('is never asked because of a general key, unless it was chosen', async () => {
    const service = await startService(says('secret'));
    await home.settings({ engines: { openai: { base_url: service.baseUrl } }, output: [] });
    const env = { OPENAI_API_KEY: key, PATH: '' };
    daemon = await home.with(env).listen('--input', input, '--input-speed=max');
    client = await daemon.connect();
    await client.call('subscribe', { events: ['all'] });
    expect(await client.call('status')).toMatchObject({
      engine: null,
      engine_error: { code: 'no_engine' },
    });
    expect(await client.ended(await dictate())).toMatchObject({
      status: 'failed',
      error: { code: 'no_engine' },
    });
    expect(service.received).toHaveLength(0);
    await home.whis('config', 'set', 'engine', 'openai');
    expect(await home.whis('retry')).toMatchObject({ code: 0, stdout: 'secret\n' });
    expect(service.received[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });
});
