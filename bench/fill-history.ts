import { openDatabase } from '../src/store/database.ts';
import { History } from '../src/store/history.ts';
import { makeFolders, type Paths } from '../src/store/paths.ts';
import { manySessions } from './sessions.ts';

/** Makes a history of so many sessions, as whis itself writes them. `progress` hears of 0 to 1. */
export function fillHistory(paths: Paths, count: number, progress: (done: number) => void): void {
  makeFolders(paths);
  const { database } = openDatabase(paths.history, { mend: false, now: Date.now() });
  const history = new History(database, paths);
  database.exec('BEGIN');
  let written = 0;
  for (const session of manySessions(count)) {
    history.save(session);
    written += 1;
    if (written % 1000 === 0) progress(written / count);
  }
  database.exec('COMMIT');
  database.close();
}
