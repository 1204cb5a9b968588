import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import type { Overrides } from '../../src/protocol/settings.ts';
import { Client, Home } from '../fixtures/home.ts';
import { ModelServer, packToneModel, toneEntry } from '../fixtures/model-server.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

const name = 'tones-small';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A home whose catalogue has the tone model, which a server of the test's own gives away. */
async function makeHome(): Promise<{ home: Home; server: ModelServer; archive: Uint8Array }> {
  const server = await ModelServer.open();
  closing.push(() => server.close());
  const { archive, sha256 } = await packToneModel();
  server.serve('tones.tar.bz2', archive);
  const plain = await Home.make();
  closing.push(() => plain.close());
  const catalogue = join(plain.folder, 'catalogue.json');
  const models = [toneEntry(server.url('tones.tar.bz2'), { sha256, size_bytes: archive.length })];
  await writeFile(catalogue, JSON.stringify({ models }));
  return { home: plain.with({ WHIS_MODEL_CATALOGUE: catalogue }), server, archive };
}

async function connect(home: Home): Promise<Client> {
  const client = await (await home.listen()).connect();
  await client.call('subscribe', { events: ['status'] });
  return client;
}

describe('a model', () => {
  it('is downloaded, used, and understands what is said', async () => {
    const { home } = await makeHome();
    const client = await connect(home);
    const reply = await client.call('download_model', { name });
    expect(reply).toMatchObject({ type: 'model_downloaded', name, checksum: 'publisher' });
    const stages = client.events.flatMap((event) =>
      event.event === 'model_progress' ? [event.data.stage] : [],
    );
    expect([...new Set(stages)]).toEqual(['downloading', 'checking', 'unpacking', 'done']);
    expect(await client.call('use_model', { name })).toEqual({ type: 'model_used', name });
    const { settings } = await client.call('get_settings');
    expect(settings.engines.local.model).toBe(name);
    expect(settings.engine).toBe('auto');
    expect(await client.call('verify_model', { name })).toMatchObject({ ok: true, problem: null });
    const path = join(home.folder, 'said.wav');
    await writeWav(path, speakTones('hello there'));
    await client.call('subscribe', { events: ['sessions'] });
    const { session_id: id } = await client.call('start_session', { input_file: path, output: [] });
    expect((await client.ended(id)).text).toBe('hello there');
  });

  it('is listed with how far its download is, and cancelled by anybody', async () => {
    const { home, server, archive } = await makeHome();
    server.serve('tones.tar.bz2', archive, { hangsAfter: 300 });
    const client = await connect(home);
    const running = client.call('download_model', { name }).catch((error: unknown) => error);
    const other = await Client.connect(home.socket);
    await expect
      .poll(async () => (await other.call('list_models')).models[0]?.downloading)
      .toEqual({ received_bytes: 300, total_bytes: archive.length });
    expect(await other.call('cancel_download', { name })).toMatchObject({ name });
    expect(await running).toMatchObject({ code: 'cancelled' });
    const failed = await client.event(
      (event) => event.event === 'model_progress' && event.data.stage === 'failed',
    );
    expect(failed.data).toMatchObject({ name, error: { code: 'cancelled' } });
  });

  it('is passed over for one that understands the language, also for a single dictation', async () => {
    const { home } = await makeHome();
    await home.settings({ language: 'de' });
    const client = await connect(home);
    await client.call('download_model', { name });
    const english = await installToneModel(home.paths.models, 'english');
    const manifest = join(english, 'manifest.json');
    const known = JSON.parse(await readFile(manifest, 'utf8')) as object;
    await writeFile(manifest, JSON.stringify({ ...known, languages: ['en'] }));
    const inUse = (await client.call('list_models')).models.filter((model) => model.in_use);
    expect(inUse).toMatchObject([{ name }]);
    const path = join(home.folder, 'said.wav');
    await writeWav(path, speakTones('hello there'));
    await client.call('subscribe', { events: ['sessions'] });
    const asked = { input_file: path, output: [] };
    const { session_id: first } = await client.call('start_session', asked);
    const { session_id: second } = await client.call('start_session', { ...asked, language: 'en' });
    expect(await client.ended(first)).toMatchObject({ text: 'hello there', model: name });
    expect(await client.ended(second)).toMatchObject({ text: 'hello there', model: 'english' });
  });

  it('is removed, and another is no model at all', async () => {
    const { home } = await makeHome();
    const client = await connect(home);
    const watcher = await Client.connect(home.socket);
    await watcher.call('subscribe', { events: ['status'] });
    await client.call('download_model', { name });
    await client.call('remove_model', { name });
    await watcher.event(({ event, data }) => event === 'models_changed' && !data.installed);
    expect(watcher.events.filter(({ event }) => event === 'models_changed')).toMatchObject([
      { data: { name, installed: true } },
      { data: { name, installed: false } },
    ]);
    expect(existsSync(join(home.paths.models, name))).toBe(false);
    for (const type of ['remove_model', 'verify_model', 'use_model', 'cancel_download'] as const)
      await expect(client.call(type, { name })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(client.call('download_model', { name: 'x' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('takes the engine local, where another one was chosen', async () => {
    const { home } = await makeHome();
    await home.settings({ engine: 'openai' });
    const client = await connect(home);
    await client.call('download_model', { name });
    await client.call('use_model', { name });
    expect((await client.call('get_settings')).settings.engine).toBe('local');
    expect(await client.call('status')).toMatchObject({ engine: 'local', model: name });
  });

  it('that a person has put there is listed too', async () => {
    const { home } = await makeHome();
    const mine = join(home.paths.models, 'mine');
    await mkdir(mine, { recursive: true });
    await writeFile(join(mine, 'manifest.json'), '{}');
    const client = await connect(home);
    const { models, folder } = await client.call('list_models');
    expect(folder).toBe(home.paths.models);
    expect(models).toMatchObject([
      { name, installed: false, problem: null, path: join(folder, name) },
      { name: 'mine', installed: true, problem: expect.stringContaining('“kind” is missing') },
    ]);
  });
});

describe('a download that fails', () => {
  it('is in the log, for who was away', async () => {
    const { home, server } = await makeHome();
    server.serve('tones.tar.bz2', new Uint8Array(), { status: 404 });
    const client = await connect(home);
    const { seq } = await client.call('status');
    await expect(client.call('download_model', { name })).rejects.toMatchObject({
      code: 'download_failed',
    });
    const late = await Client.connect(home.socket);
    await late.call('subscribe', { events: ['all'], since_seq: seq });
    const line = await late.event(
      ({ event, data }) => event === 'log_line' && data.level === 'warn',
    );
    expect(line.data).toMatchObject({ level: 'warn', line: expect.stringContaining(name) });
    expect(late.events.some(({ event }) => event === 'model_progress')).toBe(false);
  });
});

describe('a model that cannot be loaded', () => {
  it('is called broken, with the reason, by everything that tells of it', async () => {
    const { home } = await makeHome();
    await installToneModel(home.paths.models, 'tones', { metadata: {} });
    const client = await connect(home);
    expect(await client.call('status')).toMatchObject({ model: 'tones', engine_error: null });
    const path = join(home.folder, 'said.wav');
    await writeWav(path, speakTones('hello'));
    await client.call('subscribe', { events: ['sessions'] });
    const transcribe = (overrides: Overrides = {}) =>
      client.call('start_session', { input_file: path, output: [], ...overrides });
    const { session_id: id } = await transcribe();
    expect((await client.ended(id)).error?.code).toBe('engine_failed');
    const reason = expect.stringContaining('could not load it') as string;
    for (const _ of ['first', 'second']) {
      const { checks } = await client.call('doctor');
      const wrong = checks.filter(({ ok, name: about }) => !ok && /^(engine|model)/.test(about));
      expect(wrong.map(({ name: about }) => about)).toEqual([
        'engine',
        'engine local',
        'model tones',
      ]);
      expect(wrong.at(-1)?.found).toEqual(reason);
    }
    await expect
      .poll(() => client.call('status'))
      .toMatchObject({ model: 'tones', engine_error: { code: 'engine_failed', message: reason } });
    const { stdout, stderr } = await home.whis('model', 'list');
    expect(stdout).toMatch(/^tones +broken/m);
    expect(stderr).toMatch(/^whis: tones cannot be used: .*could not load it/m);
    expect((await transcribe()).warning).toEqual(reason);
    const { argv } = (await writeRecogniser(home, 'echo said')).engines.command;
    await client.call('set_setting', { key: 'engines.command.argv', value: argv });
    expect(await transcribe({ engine: 'command' })).not.toHaveProperty('warning');
    await client.call('set_setting', { key: 'fallback_engines', value: ['command'] });
    expect(await transcribe()).not.toHaveProperty('warning');
  });
});

describe('a model that only helps', () => {
  it('is never used as the engine', async () => {
    const { home } = await makeHome();
    const vad = join(home.paths.models, 'vad');
    await mkdir(vad, { recursive: true });
    await writeFile(join(vad, 'vad.onnx'), 'x');
    const manifest = { kind: 'vad', files: { model: 'vad.onnx' }, licence: 'MIT', source: 'me' };
    await writeFile(join(vad, 'manifest.json'), JSON.stringify(manifest));
    const client = await connect(home);
    await expect(client.call('use_model', { name: 'vad' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('only helps others'),
    });
  });
});

describe('a daemon that ends', () => {
  it('keeps what has come, and the next one goes on', async () => {
    const { home, server, archive } = await makeHome();
    server.serve('tones.tar.bz2', archive, { hangsAfter: 300 });
    const daemon = await home.listen();
    const client = await daemon.connect();
    const running = client.ask({ type: 'download_model', name });
    const watcher = await daemon.connect();
    await expect
      .poll(async () => (await watcher.call('list_models')).models[0]?.downloading?.received_bytes)
      .toBe(300);
    expect(await daemon.end()).toBe(0);
    expect(await running).toMatchObject({ type: 'error', code: 'shutting_down' });
    server.serve('tones.tar.bz2', archive);
    const next = await (await home.listen()).connect();
    await next.call('download_model', { name });
    expect(server.asked.at(-1)?.range).toBe('bytes=300-');
  });
});
