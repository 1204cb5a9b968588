import { chmod } from 'node:fs/promises';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { processesWith } from '../../fixtures/process.ts';
import { call, expect, mainScript, test, type AppHome } from './start.ts';

const secret = 'sk-averysecretkey-0123456789';

test('a key is in the keychain, in no file, and still there after a restart', async ({ home }) => {
  const heard: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers.authorization);
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ text: 'from the service' }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const openai = { base_url: `http://127.0.0.1:${port}/v1` };
    await home.settings({ engine: 'openai', engines: { openai } });
    const { app, page } = await home.open();
    const set = { key: 'engines.openai.api_key', value: secret };
    expect(await call(page, 'set_setting', set)).toEqual({ type: 'ok' });
    expect(JSON.stringify(await call(page, 'get_settings'))).not.toContain(secret);
    expect(
      home
        .files()
        .filter((file) => holds(file.bytes))
        .map(({ path }) => path),
    ).toEqual([]);
    await dictate(home);
    expect(heard).toEqual([`Bearer ${secret}`]);
    expect(await app.quit()).toBe(0);

    const again = await home.open();
    await dictate(home);
    expect(heard).toEqual([`Bearer ${secret}`, `Bearer ${secret}`]);
    expect(
      home
        .files()
        .filter((file) => holds(file.bytes))
        .map(({ path }) => path),
    ).toEqual([]);
    expect(await again.app.quit()).toBe(0);

    await home.listen();
    const { notices } = await home.status();
    expect(notices.join()).toContain('in the keychain of the tray app');
    await home.whis('start');
    const done = await home.whis('done', '--wait');
    expect(done).toMatchObject({ code: 1, stderr: expect.stringContaining('in the keychain') });
    expect(heard).toHaveLength(2);
  } finally {
    server.close();
  }
});

test('a key that comes in a group of settings, or from the CLI, goes to the keychain too', async ({
  home,
}) => {
  const { app, page } = await home.open();
  const group = { key: 'engines.openai', value: { model: 'whisper-1', api_key: secret } };
  expect(await call(page, 'set_setting', group)).toMatchObject({ code: 'not_allowed' });
  await app.answerDialog({ response: 1 });
  expect(await call(page, 'app_confirm_setting', group)).toMatchObject({ is_done: true });
  expect(JSON.stringify(await app.dialogs())).not.toContain(secret);
  expect(
    home
      .files()
      .filter((file) => holds(file.bytes))
      .map(({ path }) => path),
  ).toEqual([]);
  expect(await home.whis('config', 'set', 'engines.openai.api_key', secret)).toMatchObject({
    code: 0,
  });
  expect(
    home
      .files()
      .filter((file) => holds(file.bytes))
      .map(({ path }) => path),
  ).toEqual([]);
  // It becomes a header: nothing in it may begin another one.
  const wrong = { key: 'engines.openai.api_key', value: `${secret}\r\nx: y` };
  const reply = await call(page, 'set_setting', wrong);
  expect(reply).toMatchObject({ type: 'error', code: 'invalid_settings' });
  expect(JSON.stringify(reply)).not.toContain(secret);
  expect(await call(page, 'set_setting', { ...wrong, value: null })).toEqual({ type: 'ok' });
});

test('without a keychain a key is refused, and a weak one says what it is', async ({ home }) => {
  const { app, page } = await home.open({ keyring: null });
  for (const [key, variable] of [
    ['engines.openai.api_key', 'WHIS_OPENAI_API_KEY'],
    ['engines.groq.api_key', 'WHIS_GROQ_API_KEY'],
    ['chat.api_key', 'WHIS_CHAT_API_KEY'],
  ] as const) {
    expect(await call(page, 'set_setting', { key, value: secret })).toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining(`“${key}”. Set ${variable} `),
    });
  }
  expect(
    home
      .files()
      .filter((file) => holds(file.bytes))
      .map(({ path }) => path),
  ).toEqual([]);
  expect(await call(page, 'app_info')).toMatchObject({
    keychain: expect.stringContaining('nowhere'),
  });
  await app.quit();
  const weak = await home.open({ keyring: 'basic_text' });
  expect(await call(weak.page, 'app_info')).toMatchObject({
    keychain: expect.stringContaining('hardly more than plain text'),
  });
});

test('what it keeps is its owner’s alone; the daemon’s log has no text, and no log a key', async ({
  home,
}) => {
  await chmod(home.userData, 0o755);
  await home.recogniser.replace('printf "the zebra crosses"');
  const { app, page } = await home.open();
  await call(page, 'set_setting', { key: 'engines.openai.api_key', value: secret });
  await dictate(home);
  await home.recogniser.replace('echo "the zebra crosses" >&2; exit 3');
  await home.whis('start');
  await home.whis('done', '--wait');
  await app.quit();
  expect(statSync(home.userData).mode & 0o777).toBe(0o700);
  const open = readdirSync(join(home.folder, 'state'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(home.folder, 'state', name))
    // In its own folder, which is closed, Electron may do as it likes with all but our two files.
    .filter((path) => !path.startsWith(`${home.userData}/`) || path.endsWith('.json'))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  const logs = home
    .files()
    .filter(({ path }) => /\.(log|jsonl)$/.test(path) && path.includes('/state/'));
  expect(logs.length).toBeGreaterThanOrEqual(3);
  for (const { path, bytes } of logs) {
    // A session's own events have its text, and are deleted with it.
    expect(bytes.includes('zebra'), path).toBe(path.endsWith('.jsonl'));
    expect(holds(bytes), path).toBe(false);
  }
});

test('no port is open, whatever signal comes', async ({ home }) => {
  // Not by Playwright: it has ports opened to look into the app.
  const runtime = createRequire(import.meta.url)('electron') as unknown as string;
  const app = home.run(runtime, ['--no-sandbox', mainScript]);
  await home.reaches('idle');
  for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
    process.kill((await home.status()).pid, signal);
    expect((await home.whis('ping')).code).toBe(0);
  }
  await home.whis('start');
  await home.reaches('recording');
  const { pid } = await home.status();
  const ours = processesWith(`XDG_RUNTIME_DIR=${join(home.folder, 'run')}`).filter(
    ({ command }) => !command.includes('remote-debugging-port'),
  );
  expect(ours.map(({ pid }) => pid)).toContain(pid);
  // The stand-in’s Chromium has one, for Playwright; Electron has none.
  for (const one of ours.filter(({ command }) => !command.includes('chromium'))) {
    expect(portsOf(one.pid), one.command).toEqual([]);
  }
  const exited = once(app, 'exit');
  await home.whis('stop');
  expect((await exited)[0]).toBe(0);
});

/** The TCP ports that a process listens on (Linux). */
function portsOf(pid: number): string[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const isListening = '0A';
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === isListening && sockets.has(columns[9] ?? ''))
      .map((columns) => columns[1] ?? ''),
  );
}

function holds(bytes: Buffer): boolean {
  return bytes.includes(secret) || bytes.includes(Buffer.from(secret).toString('base64'));
}

async function dictate(home: AppHome): Promise<void> {
  expect(await home.whis('start')).toMatchObject({ code: 0 });
  expect(await home.whis('done', '--wait')).toMatchObject({ code: 0 });
}
