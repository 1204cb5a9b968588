import type { DatabaseSync } from 'node:sqlite';

import { Home } from '../../test/fixtures/home.ts';
import { openDatabase } from '../../src/store/database.ts';
import { History } from '../../src/store/history.ts';
import { summaryColumns } from '../../src/store/session-row.ts';
import type { Figure } from '../figure.ts';
import { fillHistory } from '../fill-history.ts';
import { queriesFor } from '../sessions.ts';
import { median, percentile } from '../statistics.ts';

const sessionCount = 100_000;
const queryCount = 300;
/** What a list shows at a time. */
const limit = 50;

/**
 * Full-text search as the history window and `whis search` ask: words and beginnings of words,
 * frequent and rare, newest first; against LIKE, which reads the same columns of the same table.
 */
export const search: Figure = {
  name: 'search',
  title: 'Full-text search over 100,000 sessions',
  ifMissed:
    'The slowest are two words of which the last has four letters: about 50 words of the index begin so, to list them ' +
    'takes 0.8 ms and to go through them side by side, newest first, 2 to 4 ms, where one whole word takes 0.3. ' +
    'LIKE needs 85 to 105 ms for what is rare and 0.3 to 0.5 for what is in most sessions, which it finds in the ' +
    'newest at once: the goal leaves about 4.5 ms, and whis needs 3.6 to 4.9.',
  async measure(bench) {
    const home = await Home.make();
    try {
      const { paths } = home;
      fillHistory(paths, sessionCount, (done) => bench.progress(done / 2));
      const { database } = openDatabase(paths.history, { mend: false, now: Date.now() });
      const history = new History(database, paths);
      const queries = queriesFor(bench.rounds(queryCount));
      const like = likeQuery(database);
      const taken = { whis: [] as number[], like: [] as number[] };
      for (const [index, query] of queries.entries()) {
        bench.progress(0.5 + index / queries.length / 2);
        // The first time is the one that counts: each query is asked once of each.
        const ask = [
          () => taken.whis.push(timed(() => history.list({ query, limit }))),
          () => taken.like.push(timed(() => like(query))),
        ];
        for (const one of index % 2 === 0 ? ask : ask.toReversed()) one();
      }
      database.close();
      const common = { unit: 'ms', against: 'LIKE', samples: queries.length };
      return [
        {
          what: 'search, p99',
          ours: percentile(taken.whis, 0.99),
          other: percentile(taken.like, 0.99),
          goals: [
            { of: 'value', atMost: 10 },
            { of: 'ratio', atMost: 0.05 },
          ],
          ...common,
        },
        {
          what: 'search, median',
          ours: median(taken.whis),
          other: median(taken.like),
          goals: [],
          ...common,
        },
      ];
    } finally {
      await home.close();
    }
  },
};

/** Every word must be somewhere in the text, and nothing is asked of its place. */
function likeQuery(database: DatabaseSync): (query: string) => void {
  const columns = summaryColumns.join(', ');
  return (query) => {
    const words = query.split(' ');
    const conditions = words.map(() => `text LIKE ?`).join(' AND ');
    database
      .prepare(
        `SELECT number, ${columns} FROM sessions WHERE hidden = 0 AND ${conditions} ORDER BY number DESC LIMIT ?`,
      )
      .all(...words.map((word) => `%${word}%`), limit + 1);
  };
}

function timed(work: () => unknown): number {
  const begunAt = performance.now();
  work();
  return performance.now() - begunAt;
}
