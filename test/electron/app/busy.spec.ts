import { manySessions } from '../../../bench/sessions.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { History } from '../../../src/store/history.ts';
import { findPaths, makeFolders } from '../../../src/store/paths.ts';
import type { Session } from '../../../src/protocol/session.ts';
import { call, expect, rowsOf, test, type AppHome } from './start.ts';

const sessionCount = 20_000;
const longId = 'bench-with-a-long-text';

test('while it lists and exports much, it answers, records and shows its window', async ({
  home,
}) => {
  fill(home);
  const { page } = await home.open();
  await expect(rowsOf(page).first()).toBeVisible();
  const asker = await home.connect();
  const other = await home.connect();
  const end = new AbortController();
  const work = async () => {
    let answers = 0;
    for (; !end.signal.aborted; answers += 1) {
      await other.call('list_sessions', { limit: 1000 });
      await other.call('export_session', { session_id: longId, format: 'srt' });
    }
    return answers;
  };
  const working = work();
  await asker.call('start_session');
  const taken: number[] = [];
  for (let times = 0; times < 200; times += 1) {
    const before = performance.now();
    expect(await asker.call('status')).toMatchObject({ state: 'recording' });
    taken.push(performance.now() - before);
  }
  expect(await call(page, 'list_sessions', { limit: 1000 })).toMatchObject({
    type: 'session_list',
  });
  await page.getByLabel('Search all dictations').fill('ba');
  await asker.call('stop_session', { wait: true });
  end.abort();
  const answers = await working;
  taken.sort((one, other) => one - other);
  const at = (share: number) => taken[Math.floor((taken.length - 1) * share)]?.toFixed(1);
  console.log(
    `status, beside ${answers} lists of 1000 and exports of 1 MB: median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
  expect(answers).toBeGreaterThan(0);
  expect((await asker.call('get_session', { session_id: 'last' })).session.status).toBe('done');
});

/** Many sessions in the history, and one whose text is as long as a book. */
function fill(home: AppHome): void {
  const { env, folder } = home;
  const paths = findPaths({ platform: 'linux', env, uid: 0, user: '', home: folder });
  makeFolders(paths);
  const { database } = openDatabase(paths.history, { mend: false, now: Date.now() });
  const history = new History(database, paths);
  database.exec('BEGIN');
  let last: Session | undefined;
  for (const session of manySessions(sessionCount)) {
    history.save(session);
    last = session;
  }
  if (last) {
    const segments = Array.from({ length: 10_000 }, (_, index) => ({
      start_s: index,
      end_s: index + 1,
      text: 'a hundred letters and no more than that '.repeat(3).slice(0, 100),
    }));
    const text = segments.map((segment) => segment.text).join(' ');
    history.save({ ...last, id: longId, text, raw_text: text, segments });
  }
  database.exec('COMMIT');
  database.close();
}
