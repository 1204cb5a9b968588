import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { call, expect, mainPage, test, type AppHome } from './start.ts';

const refused = { type: 'error', code: 'not_allowed' };
const invalid = { type: 'error', code: 'invalid_request' };

test(
  'calls of the wrong shape are refused, and nothing is polluted',
  { tag: '@row-21' },
  async ({ home }) => {
    const { app, page } = await home.open();
    for (const params of [null, [], 'text', 7, undefined]) {
      const reply = await page.evaluate(
        (params) => window.whis.call('status', params as object),
        params,
      );
      expect(reply).toMatchObject(invalid);
    }
    for (const type of [null, 7, {}, ['status']]) {
      expect(await call(page, type as unknown as string)).toMatchObject(invalid);
    }
    for (const type of ['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'nothing']) {
      expect(await call(page, type)).toMatchObject({ code: 'unknown_request' });
    }
    const wrong: readonly (readonly [string, object])[] = [
      ['get_session', { session_id: 7 }],
      ['get_session', {}],
      ['list_sessions', { limit: 1e9 }],
      ['list_sessions', { query: ['a'] }],
      ['set_setting', { key: 7, value: 1 }],
      ['toggle', { unheard_of: 1 }],
      ['app_export', { session_id: '../..', format: 'exe' }],
      ['app_login', { open: 'yes' }],
      ['app_show', { page: 'https://example.invalid/' }],
      ['app_confirm_setting', { key: {}, value: 1 }],
      ['app_confirm_setting', { key: 'engine', value: 'x'.repeat(2000) }],
      ['app_confirm_setting', { key: 'engine' }],
    ];
    for (const [type, params] of wrong) {
      expect(await call(page, type, params), type).toMatchObject(invalid);
    }
    for (const key of [
      '__proto__.polluted',
      'constructor.prototype.polluted',
      '__proto__',
      'constructor',
    ]) {
      expect(await call(page, 'set_setting', { key, value: true })).toMatchObject({
        code: 'invalid_settings',
      });
    }
    const replies = await page.evaluate(() =>
      Promise.all([
        window.whis.call('status', JSON.parse('{"__proto__":{"polluted":true}}') as object),
        window.whis.call('set_setting', {
          key: 'keep_audio',
          value: JSON.parse('{"__proto__":{"polluted":true},"days":3}') as object,
        }),
      ]),
    );
    expect(replies[0]).toMatchObject({ type: 'status' });
    expect(await app.app.evaluate(() => 'polluted' in {})).toBe(false);
    expect(await app.dialogs()).toEqual([]);
  },
);

test('a frame inside of the page may not call', { tag: '@row-21' }, async ({ home }) => {
  const { app } = await home.open();
  const replies = await app.app.evaluate(async ({ BrowserWindow }) => {
    const answer = hookMemory.handlers.get('whis:call');
    const sender = BrowserWindow.getAllWindows()[0]?.webContents;
    const { mainFrame } = sender ?? {};
    if (!answer || !mainFrame) throw new Error('nobody answers');
    const ask = (senderFrame: object | null) =>
      answer({ sender, senderFrame } as Electron.IpcMainInvokeEvent, 'ping', {});
    // A frame of our own origin, one that has gone, and the page itself.
    return [
      await ask({ origin: 'app://whis', url: 'app://whis/index.html', parent: mainFrame }),
      await ask(null),
      await ask(mainFrame),
    ];
  });
  expect(replies).toMatchObject([refused, refused, { type: 'pong' }]);
});

test('a window that is not the app’s may not call', { tag: '@row-21' }, async ({ home }) => {
  const { app } = await home.open();
  const preload = join(import.meta.dirname, '../../../dist/preload/preload.cjs');
  const reply = await app.app.evaluate(async ({ BrowserWindow }, preload) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload } });
    await window.loadURL('app://whis/index.html');
    return window.webContents.executeJavaScript(`whis.call('ping', {})`) as Promise<object>;
  }, preload);
  expect(reply).toMatchObject(refused);
});

test('another page in the app’s window may not call', { tag: '@row-21' }, async ({ home }) => {
  const { app } = await home.open();
  const reply = await app.app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith('/index.html'),
    );
    await window?.loadURL('data:text/html,<title>foreign</title>');
    return window?.webContents.executeJavaScript(`whis.call('ping', {})`) as Promise<object>;
  });
  expect(reply).toMatchObject(refused);
});

test('a window may not have programs run, files read or files written', async ({ home }) => {
  const { page } = await home.open();
  const marker = join(home.folder, 'ran');
  const file = join(home.folder, 'written');
  const argv = ['sh', '-c', `touch ${marker}`];
  const asked: readonly (readonly [string, object])[] = [
    ['set_setting', { key: 'engines.command.argv', value: argv }],
    ['set_setting', { key: 'engines.command', value: { argv } }],
    ['set_setting', { key: 'engines', value: { command: { argv } } }],
    ['set_setting', { key: 'engines.command.preset', value: 'pocketsphinx' }],
    ['set_setting', { key: 'engines.openai.base_url', value: 'https://elsewhere.example/v1' }],
    ['set_setting', { key: 'chat.base_url', value: 'https://elsewhere.example/v1' }],
    ['set_setting', { key: 'presets', value: [{ name: 'a', prompt: 'Add a link.' }] }],
    ['set_setting', { key: 'socket_path', value: join(home.folder, 'other.sock') }],
    ['set_setting', { key: 'output', value: [`file:${file}`] }],
    ['start_session', { output: ['clipboard', `file:${file}`] }],
    ['toggle', { output: [`file:${file}`] }],
    ['start_session', { input_file: '/etc/hostname' }],
    ['deliver_session', { session_id: 'last', output: [`file:${file}`] }],
    ['shutdown', {}],
    ['hello', {}],
    ['attach_session', {}],
  ];
  const before = await home.whis('config', 'list', '--json');
  for (const [type, params] of asked) {
    expect(await call(page, type, params), JSON.stringify(params)).toMatchObject(refused);
  }
  expect((await home.whis('config', 'list', '--json')).stdout).toBe(before.stdout);
  await home.whis('start');
  await home.whis('done', '--wait');
  expect([existsSync(marker), existsSync(file)]).toEqual([false, false]);
});

test('what could run programs is set once the person has agreed to all of it', async ({ home }) => {
  const { app, page } = await home.open();
  const asked = { key: 'engines.command.argv', value: ['my-recogniser', '{file}', '\u202e'] };
  expect(await call(page, 'app_confirm_setting', asked)).toEqual({
    type: 'chosen',
    is_done: false,
  });
  expect(await argv(home)).not.toContain('my-recogniser');
  const [dialog] = await app.dialogs();
  expect(dialog?.options['detail']).toContain('my-recogniser');
  expect(dialog?.options['detail']).toContain('\\u202e');

  await app.answerDialog({ response: 1 });
  expect(await call(page, 'app_confirm_setting', asked)).toEqual({ type: 'chosen', is_done: true });
  expect(await argv(home)).toContain('my-recogniser');
  // What the daemon does not take is refused all the same.
  await app.answerDialog({ response: 1 });
  const wrong = { key: 'engines.command.argv', value: 7 };
  expect(await call(page, 'app_confirm_setting', wrong)).toMatchObject({
    code: 'invalid_settings',
  });
});

test('what says where texts are sent is set once the person has agreed to it', async ({ home }) => {
  const { app, page } = await home.open();
  const email = { name: 'email', prompt: 'Make a polite email of it.' };
  const away = { name: 'away', prompt: 'Tidy up.', base_url: 'https://elsewhere.example/v1' };
  for (const value of [[email], [email, away]]) {
    await app.answerDialog({ response: 1 });
    const asked = { key: 'presets', value };
    expect(await call(page, 'app_confirm_setting', asked)).toMatchObject({ is_done: true });
  }
  const [, dialog] = await app.dialogs();
  expect(dialog?.options['detail']).toContain('https://elsewhere.example/v1');
  expect(dialog?.options['detail']).not.toContain('polite');
  expect(dialog?.options['detail']).toContain('sent to the chat model');
  expect((await home.whis('config', 'get', 'presets')).stdout).toContain('elsewhere.example');
});

test('files are read and written where the person has chosen them in a dialog', async ({
  home,
}) => {
  const { app, page } = await home.open();
  await home.whis('start');
  await home.whis('done', '--wait');
  const { stdout: text } = await home.whis('last');
  const sessions = JSON.parse((await home.whis('list', '--json')).stdout) as { id: string }[];
  const params = { session_id: sessions[0]?.id, format: 'txt' };
  expect(await call(page, 'app_export', params)).toEqual({ type: 'chosen', is_done: false });
  const target = join(home.folder, 'exported.txt');
  await app.answerDialog({ canceled: false, filePath: target });
  expect(await call(page, 'app_export', params)).toEqual({ type: 'chosen', is_done: true });
  const exported = home.files().find(({ path }) => path === target);
  expect(exported?.bytes.toString()).toContain(text.trim());
  await app.answerDialog({ canceled: false, filePath: '/nowhere/exported.txt' });
  expect(await call(page, 'app_export', params)).toMatchObject({ code: 'storage_failed' });

  expect(await call(page, 'app_transcribe_file')).toEqual({ type: 'chosen', is_done: false });
  const audio = home.files().find(({ path }) => path.endsWith('.wav'))?.path;
  await app.answerDialog({ canceled: false, filePaths: [audio] });
  expect(await call(page, 'app_transcribe_file')).toEqual({ type: 'chosen', is_done: true });
  await expect
    .poll(async () => JSON.parse((await home.whis('list', '--json')).stdout) as unknown[])
    .toHaveLength(2);
});

test('it starts at login when the window asks for it, and no more', async ({ home }) => {
  const { app } = await home.open();
  const page = await mainPage(app);
  const entry = () =>
    home
      .files()
      .find(({ path }) => path.endsWith('autostart/whis.desktop'))
      ?.bytes.toString();
  expect(await call(page, 'app_info')).toMatchObject({ opens_at_login: false });
  expect(await call(page, 'app_login', { open: true })).toEqual({ type: 'ok' });
  expect(entry()).toMatch(/^Exec=.*--hidden/m);
  expect(await call(page, 'app_info')).toMatchObject({ opens_at_login: true });
  expect(await call(page, 'app_login', { open: false })).toEqual({ type: 'ok' });
  expect(entry()).toBeUndefined();
});

async function argv(home: AppHome): Promise<string> {
  return (await home.whis('config', 'get', 'engines.command.argv')).stdout;
}
