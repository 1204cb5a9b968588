import { manySessions } from '../../../bench/sessions.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { History } from '../../../src/store/history.ts';
import { findPaths, makeFolders } from '../../../src/store/paths.ts';
import { counts, report } from '../../fixtures/faults.ts';
import type { Client } from '../../fixtures/home.ts';
import type { Launched } from '../launch.ts';
import { call, expect, rowsOf, test, type AppHome } from './start.ts';

// Row 21 of the faults: what may become of the window. Calls of the wrong shape, foreign frames and
// markup are in hardened-bridge.spec.ts and hardened-pages.spec.ts, with the same tag.

const row = { tag: '@row-21' };

/** The states in which the page dies, with the title that it must have afterwards. */
const states: ReadonlyArray<
  readonly [string, (home: AppHome, client: Client) => Promise<unknown>]
> = [
  ['Ready', async () => null],
  ['Recording', async (_, client) => client.call('start_session')],
  ['On hold', async (_, client) => client.call('pause')],
  [
    'Transcribing…',
    async (home, client) => {
      home.recogniser.hold();
      await client.call('resume');
      return client.call('stop_session');
    },
  ],
];

test(
  'a page that crashes in any state comes back, and the dictation goes on',
  row,
  async ({ home }) => {
    test.setTimeout(counts(60_000, 300_000));
    const { app } = await home.open();
    const client = await home.connect();
    await client.call('subscribe', { events: ['sessions'] });
    const rounds = counts(1, 5);
    let tried = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [title, enter] of states) {
        await enter(home, client);
        await expect.poll(() => titleOf(app)).toBe(title);
        await crash(app);
        await expect.poll(() => titleSeenAgain(app)).toBe(title);
        tried += 1;
      }
      home.recogniser.release();
      const id = (await client.call('list_sessions', { limit: 1 })).sessions[0]?.id ?? '';
      expect(await client.ended(id)).toMatchObject({ status: 'done', recovered: false });
      await expect.poll(() => titleOf(app)).toBe('Ready');
    }
    const { sessions } = await client.call('list_sessions', { limit: 1000 });
    expect(sessions).toHaveLength(rounds);
    report(21, 'a page that crashes', { tried, survived: tried, lost: rounds - sessions.length });
  },
);

test('a history of 100,000 dictations is shown, searched and added to', row, async ({ home }) => {
  const count = counts(10_000, 100_000);
  test.setTimeout(counts(60_000, 300_000));
  fill(home, count);
  const { page } = await home.open();
  await expect(rowsOf(page).first()).toBeVisible();
  expect(await rowsOf(page).count()).toBeLessThan(100);
  await page.getByLabel('Search all dictations').fill('ba');
  await expect(rowsOf(page).first()).toBeVisible();
  await page.getByLabel('Search all dictations').fill('');
  const client = await home.connect();
  const pings: number[] = [];
  await client.call('start_session');
  for (let times = 0; times < 100; times += 1) {
    const before = performance.now();
    expect(await call(page, 'ping')).toMatchObject({ type: 'pong' });
    pings.push(performance.now() - before);
  }
  const { text } = await client.call('stop_session', { wait: true });
  await expect(rowsOf(page).first()).toContainText(text ?? '-');
  let found = 0;
  for (let before: string | null = ''; before !== null;) {
    const list: { sessions: readonly object[]; next: string | null } = await client.call(
      'list_sessions',
      { limit: 1000, ...(before && { before }) },
    );
    found += list.sessions.length;
    before = list.next;
  }
  expect(found).toBe(count + 1);
  report(21, 'a long history', {
    tried: 1,
    survived: 1,
    lost: count + 1 - found,
    sessions: count,
    slowest_ping_ms: Math.round(Math.max(...pings)),
  });
});

/** Ends the process of the main window's page, as a bug in Chromium would. */
async function crash(app: Launched): Promise<void> {
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.webContents.forcefullyCrashRenderer(),
  );
}

/** A page that crashes again at once is not loaded again by itself: its window is opened anew. */
async function titleSeenAgain(app: Launched): Promise<string | null | undefined> {
  const title = await titleOf(app);
  if (title === undefined) await app.tray.clickMenu('open');
  return title;
}

/** By way of the main process: Playwright gives up a page that has crashed. */
function titleOf(app: Launched): Promise<string | null | undefined> {
  return app.app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().endsWith('/index.html'))
        ?.webContents.executeJavaScript("document.querySelector('h1')?.textContent ?? null")
        .catch(() => null) as Promise<string | null> | undefined,
  );
}

function fill(home: AppHome, count: number): void {
  const { env, folder } = home;
  const paths = findPaths({ platform: 'linux', env, uid: 0, user: '', home: folder });
  makeFolders(paths);
  const { database } = openDatabase(paths.history, { mend: false, now: Date.now() });
  const history = new History(database, paths);
  database.exec('BEGIN');
  let index = 0;
  for (const session of manySessions(count)) {
    // The window takes the order from the ids, which are UUIDv7.
    index += 1;
    history.save({ ...session, id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}` });
  }
  database.exec('COMMIT');
  database.close();
}
