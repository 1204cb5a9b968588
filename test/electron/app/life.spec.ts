import { once } from 'node:events';

import type { Launched } from '../launch.ts';
import { call, expect, mainPage, test, windowsOf, type AppHome } from './start.ts';

/** Every way to end the app. */
const ends: Readonly<Record<string, (home: AppHome, app: Launched) => Promise<unknown>>> = {
  'the tray’s menu': (_, app) => app.tray.clickMenu('quit'),
  'the window': async (_, app) => call(await mainPage(app), 'app_quit').catch(() => 'gone'),
  'app.quit': (_, app) => app.app.evaluate(({ app }) => app.quit()),
  'whis stop': (home) => home.whis('stop'),
  SIGTERM: async (_, app) => process.kill(app.pid, 'SIGTERM'),
};

for (const [way, end] of Object.entries(ends)) {
  test(`${way} ends a recording, and the next start has its text`, async ({ home }) => {
    const { app } = await home.open();
    home.recogniser.hold();
    const { session_id: id } = await record(home);
    const before = performance.now();
    await end(home, app);
    expect(await app.exited).toBe(0);
    console.log(`ended within ${Math.round(performance.now() - before)} ms`);
    expect((await home.whis('status')).code).toBe(3);
    // In its order, and not only survived as a crash would be.
    const log = home.files().find(({ path }) => path.endsWith('/daemon.log'));
    expect(log?.bytes.toString()).toContain('ended: quit');

    home.recogniser.release();
    const again = await home.start();
    await home.reaches('idle');
    const show = async () => JSON.parse((await home.whis('show', id, '--json')).stdout) as object;
    await expect
      .poll(show)
      .toMatchObject({ status: 'done', text: expect.stringMatching(/^heard \d+/) });
    expect(JSON.parse((await home.whis('list', '--json')).stdout)).toHaveLength(1);
    expect(await again.quit()).toBe(0);
  });
}

test('asked a second time, it does not wait for what is transcribed, and loses nothing', async ({
  home,
}) => {
  const { app } = await home.open();
  home.recogniser.hold();
  const { session_id: id } = await record(home);
  await app.tray.clickMenu('quit');
  await app.app.evaluate(({ app }) => app.quit()).catch(() => 'gone');
  expect(await app.exited).toBe(0);
  home.recogniser.release();
  await home.start();
  const show = async () => JSON.parse((await home.whis('show', id, '--json')).stdout) as object;
  await expect.poll(show).toMatchObject({ status: 'done', recovered: true });
});

test('closing the window hides it; the recording goes on', async ({ home }) => {
  const { app } = await home.open();
  await record(home);
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.close(),
  );
  await expect.poll(async () => (await windowsOf(app))['index.html']?.isVisible).toBe(false);
  await home.reaches('recording');
  await app.tray.clickMenu('open');
  await expect
    .poll(async () => (await windowsOf(app))['index.html'])
    .toMatchObject({
      isVisible: true,
      isFocused: true,
    });
});

test('a second start shows the window of the first, and ends', async ({ home }) => {
  await home.program('busctl', 'echo "b true"');
  const app = await home.start({ args: ['--hidden'] });
  await home.reaches('idle');
  expect(await windowsOf(app)).not.toHaveProperty('index.html');
  expect(await app.startAgain('--anything')).toMatchObject({ code: 0 });
  await mainPage(app);
  await expect.poll(async () => (await windowsOf(app))['index.html']?.isVisible).toBe(true);
  // Twice in a moment is still one window.
  await Promise.all([app.startAgain(), app.startAgain()]);
  expect((await windowsOf(app))['index.html']?.count).toBe(1);
});

test('takes over from a daemon in a terminal when the person says so; its recording is kept', async ({
  home,
}) => {
  const terminal = await home.listen();
  const ended = once(terminal, 'exit') as Promise<[number | null]>;
  const { session_id: id } = await record(home);
  const app = await home.start({ answers: [{ response: 1 }] });
  expect((await ended)[0]).toBe(0);
  await mainPage(app);
  const [dialog] = await app.dialogs();
  expect(dialog?.options['message']).toBe('whis is running in a terminal already');
  expect((await home.status()).host).toBe('tray');
  const show = async () => JSON.parse((await home.whis('show', id, '--json')).stdout) as object;
  await expect
    .poll(show)
    .toMatchObject({ status: 'done', text: expect.stringMatching(/^heard \d+/) });
});

test('leaves a daemon in a terminal alone when the person says so', async ({ home }) => {
  await home.listen();
  const { session_id: id } = await record(home);
  const before = home.files().filter(({ path }) => path.startsWith(home.userData));
  const app = await home.start();
  expect(await app.exited).toBe(0);
  expect(await home.status()).toMatchObject({ host: 'headless', current_session: id });
  expect(home.files().filter(({ path }) => path.startsWith(home.userData))).toEqual(before);
  expect((await home.whis('done', '--wait', '--print')).stdout).toMatch(/^heard \d+/);
});

test('a page that crashes is loaded again, hears again, and the recording goes on', async ({
  home,
}) => {
  const { app } = await home.open();
  const { session_id: id } = await record(home);
  const evaluate = <Result>(code: string) =>
    app.app.evaluate(
      ({ BrowserWindow }, code) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().endsWith('/index.html'))
          ?.webContents.executeJavaScript(code)
          .catch(() => null) as Promise<Result | null>,
      code,
    );
  const title = () => evaluate<string>("document.querySelector('h1')?.textContent ?? null");
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(title).toBe('Recording');
  expect(await home.status()).toMatchObject({ state: 'recording', current_session: id });
  await home.whis('done', '--wait');
  await expect.poll(title).toBe('Ready');
  // One subscription, not two: the old page’s has ended with it.
  await expect
    .poll(() => evaluate<string>("document.querySelector('.live-text')?.textContent ?? null"))
    .toMatch(/^heard \d+ milliseconds/);
});

test(
  'a reload in each state leaves the page with what is true',
  { tag: '@row-21' },
  async ({ home }) => {
    const { page } = await home.open();
    const shows = async (title: string) => {
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    };
    await shows('Ready');
    home.recogniser.hold();
    await record(home);
    await shows('Recording');
    await home.whis('pause');
    await shows('On hold');
    await home.whis('toggle');
    await shows('Transcribing…');
    home.recogniser.release();
    await home.reaches('idle');
    await shows('Ready');
  },
);

/** Begins a recording, and waits until there is half a second of it. */
async function record(home: AppHome): Promise<{ session_id: string }> {
  const client = await home.connect();
  await client.call('subscribe', { events: ['all'] });
  const started = await client.call('start_session');
  await client.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 500);
  await client.close();
  return started;
}
