import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { draftSession } from '../../src/core/session.ts';
import type { HttpQuestion } from '../../src/core/ports.ts';
import { exchange } from '../../src/daemon/exchange.ts';
import { inKeychain, type Settings } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { openText } from '../../src/text/index.ts';
import { ChatServer } from '../fixtures/chat-server.ts';

let server: ChatServer;
beforeEach(async () => {
  server = await ChatServer.open();
});
afterEach(() => server.close());

const prompt = 'Make it a letter.';

function settingsWith(
  changes: Partial<Settings> = {},
  chat: Partial<Settings['chat']> = {},
): Settings {
  return {
    ...defaultSettings,
    text: { ...defaultSettings.text, replacements: { wiz: 'whis' } },
    chat: { ...defaultSettings.chat, base_url: server.baseUrl, model: 'llama3.2', ...chat },
    presets: [{ name: 'email', prompt }],
    ...changes,
  };
}

function polish(
  raw: string,
  {
    preset = 'email',
    settings = settingsWith(),
    env = {},
    cancel = new AbortController().signal,
  }: {
    preset?: string | null;
    settings?: Settings;
    env?: Record<string, string>;
    cancel?: AbortSignal;
  } = {},
) {
  const session = draftSession({
    id: 'a',
    createdAt: '2026-11-20T10:00:00.000Z',
    logPath: '/a.jsonl',
    overrides: {},
    settings,
  });
  return openText({ env, exchange }).polish(raw, {
    session: { ...session, preset },
    settings,
    cancel,
  });
}

describe('openText', () => {
  it('hands the polished text to the preset’s model', async () => {
    expect(await polish(' hello  wiz ')).toEqual({ text: 'HELLO WHIS', error: null });
    expect(server.asked[0]?.body).toMatchObject({
      model: 'llama3.2',
      messages: [{}, { content: 'hello whis' }],
    });
  });

  it('asks nobody for a session without a preset, and for no text', async () => {
    expect(await polish('hello', { preset: null })).toEqual({ text: 'hello', error: null });
    expect(await polish('  ')).toEqual({ text: '', error: null });
    expect(server.asked).toEqual([]);
  });

  it('gives the text as it was said when the preset fails, and says what to do', async () => {
    server.reply = () => ({ status: 500, body: '' });
    const settings = settingsWith({ presets: [{ name: 'my email', prompt }] });
    const { text, error } = await polish('hello wiz', { preset: 'my email', settings });
    expect(text).toBe('hello whis');
    expect(error).toEqual({
      code: 'preset_failed',
      message: `The preset “my email” failed: “${new URL(server.baseUrl).host}” answered 500. The server has a problem of its own. The text is as you said it. Try again: whis retry --preset 'my email'`,
    });
  });

  it('says that a preset of the settings is gone, and that no model is chosen', async () => {
    const gone = await polish('hello', { preset: 'poem' });
    expect(gone.error?.message).toContain('There is no preset “poem”; there are: email.');
    const nameless = await polish('hello', { settings: settingsWith({}, { model: null }) });
    expect(nameless.error?.message).toContain('Choose one: “whis config set chat.model NAME”.');
  });

  it('throws why it was cancelled', async () => {
    const cancel = AbortSignal.abort(new Error('Never mind.'));
    await expect(polish('hello', { cancel })).rejects.toThrow('Never mind.');
  });

  it.each<[string, Partial<Settings['chat']>, Record<string, string>, string | undefined]>([
    ['none', {}, {}, undefined],
    ['the one of the settings', { api_key: 'key-1' }, {}, 'Bearer key-1'],
    [
      'the one of the environment first',
      { api_key: 'key-1' },
      { WHIS_CHAT_API_KEY: 'key-2' },
      'Bearer key-2',
    ],
    [
      'the one of the environment for one that cannot be read',
      { api_key: inKeychain },
      { WHIS_CHAT_API_KEY: 'key-2' },
      'Bearer key-2',
    ],
  ])('sends as its key %s', async (_, chat, env, key) => {
    expect((await polish('hello', { settings: settingsWith({}, chat), env })).error).toBeNull();
    expect(server.asked[0]?.key).toBe(key);
  });

  it('says that the key is in a keychain which it cannot read', async () => {
    const settings = settingsWith({}, { api_key: inKeychain });
    expect((await polish('hello', { settings })).error?.message).toContain('Set WHIS_CHAT_API_KEY');
    expect(server.asked).toEqual([]);
  });

  it('takes address and model of the preset before the others, and sends no key there', async () => {
    const other = await ChatServer.open();
    const preset = { name: 'email', prompt, base_url: other.baseUrl, model: 'qwen3:4b' };
    const settings = settingsWith({ presets: [preset] }, { api_key: 'key-1' });
    expect((await polish('hello', { settings })).text).toBe('HELLO');
    expect(server.asked).toEqual([]);
    expect(other.asked).toMatchObject([{ key: undefined, body: { model: 'qwen3:4b' } }]);
    await other.close();
  });

  it('tells which preset a session goes through', () => {
    const text = openText({ env: {}, exchange });
    const settings = settingsWith();
    expect(text.presetOf({}, 'email', settings)).toBe('email');
    expect(text.presetOf({ preset: 'email' }, null, settings)).toBe('email');
    expect(text.presetOf({ preset: 'none' }, 'email', settings)).toBeNull();
    expect(() => text.presetOf({ preset: 'poem' }, null, settings)).toThrow(
      'There is no preset “poem”; there are: email.',
    );
    expect(() => text.presetOf({ preset: 'poem' }, null, settingsWith({ presets: [] }))).toThrow(
      'There is no preset “poem”; there is none: set the setting presets.',
    );
  });

  it('ends sentences before the next one begins, whatever was wrong', async () => {
    const model = await polish('hello', { settings: settingsWith({}, { model: null }) });
    server.reply = () => null;
    const late = await polish('hello', { settings: settingsWith({}, { seconds: 0.05 }) });
    const told = [model, late].map(({ error }) => error?.message);
    const end = ' The text is as you said it. Try again: whis retry --preset email';
    expect(told).toEqual([
      `The preset “email” failed: No chat model is chosen. Choose one: “whis config set chat.model NAME”.${end}`,
      `The preset “email” failed: “${new URL(server.baseUrl).host}” gave no text within 0.05 s. Give it longer: “whis config set chat.seconds N”.${end}`,
    ]);
  });

  it('tells the doctor of each preset whether its address answers, and where texts go', async () => {
    const away = { name: 'away', prompt, base_url: 'http://chat.example/v1', model: 'big' };
    const presets = [{ name: 'home', prompt }, { name: 'again', prompt }, away];
    const settings = settingsWith({ presets, preset: 'poem' }, { api_key: 'key-1' });
    const asked: string[] = [];
    // What is elsewhere is not asked in a test.
    const near = ({ url, ...rest }: HttpQuestion) => {
      asked.push(url.href);
      const base = new URL(server.baseUrl);
      return exchange({ ...rest, url: new URL(url.pathname, base) });
    };
    const home = `llama3.2 at ${server.baseUrl}, which answers; texts stay on this machine`;
    expect(await openText({ env: {}, exchange: near }).checks(settings)).toEqual([
      { name: 'preset home', ok: true, found: home, fix: null },
      { name: 'preset again', ok: true, found: home, fix: null },
      {
        name: 'preset away',
        ok: true,
        found: 'big at http://chat.example/v1, which answers; texts go to chat.example',
        fix: null,
      },
      {
        name: 'preset poem',
        ok: false,
        found: 'The setting “preset” names it, but there is none of that name.',
        fix: 'Choose another: whis config set preset NAME',
      },
    ]);
    expect(asked).toEqual([`${server.baseUrl}/models`, 'http://chat.example/v1/models']);
    expect(server.asked).toMatchObject([
      { method: 'GET', path: '/v1/models', key: 'Bearer key-1', body: {} },
      { method: 'GET', path: '/v1/models', key: undefined, body: {} },
    ]);
  });

  it('tells the doctor what is wrong with a preset, and asks nobody where nothing is set', async () => {
    const text = openText({ env: {}, exchange });
    expect(await text.checks(settingsWith({}, { model: null }))).toEqual([
      {
        name: 'preset email',
        ok: false,
        found: 'No chat model is chosen.',
        fix: 'Choose one: “whis config set chat.model NAME”.',
      },
    ]);
    expect(await text.checks(defaultSettings)).toEqual([]);
    expect(server.asked).toEqual([]);
    // Nobody answers at port 1.
    const nowhere = settingsWith({}, { base_url: 'http://127.0.0.1:1/v1' });
    expect(await text.checks(nowhere)).toEqual([
      {
        name: 'preset email',
        ok: false,
        found: '“127.0.0.1:1” refused the connection (ECONNREFUSED).',
        fix: 'Start the program that answers there, or check the address.',
      },
    ]);
  });
});
