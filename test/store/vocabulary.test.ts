import { expect, test } from 'vitest';

import { openDatabase } from '../../src/store/database.ts';
import { History } from '../../src/store/history.ts';
import { Vocabulary } from '../../src/store/vocabulary.ts';
import { temporaryPaths } from './place.ts';
import { aSession } from './sessions.ts';

function historyOf(...texts: string[]) {
  const paths = temporaryPaths();
  const { database } = openDatabase(paths.history, { mend: false, now: 0 });
  const history = new History(database, paths);
  for (const [index, text] of texts.entries()) {
    history.save(aSession(paths, `s${index}`, { text }));
  }
  const found = (query: string) =>
    history.list({ query, limit: 100 }).sessions.map(({ text }) => text);
  return {
    save: (text: string) => history.save(aSession(paths, 's0', { text })),
    vocabulary: new Vocabulary(database),
    found,
    [Symbol.dispose]: () => database.close(),
  };
}

test('lists each word that begins so once, as the index writes it', () => {
  using history = historyOf('Straße strand', 'strand Strände', 'stra', 'strbnd str');
  expect(history.vocabulary.beginningWith('stra')).toEqual(['stra', 'strand', 'strande', 'straße']);
  expect(history.vocabulary.beginningWith('nothing')).toEqual([]);
  expect(history.found('STRA')).toEqual(['stra', 'strand Strände', 'Straße strand']);
  expect(history.found('strand stra')).toEqual(['strand Strände', 'Straße strand']);
});

test('finds what begins so newest first, be the words few or more than are listed', () => {
  const words = Array.from({ length: 65 }, (_, index) => `word${index}`);
  using history = historyOf(...words);
  expect(history.vocabulary.beginningWith('word')).toBeNull();
  expect(history.found('word')).toEqual(words.toReversed());
  const some = words.filter((word) => word.startsWith('word6'));
  expect(history.vocabulary.beginningWith('word6')).toEqual(some);
  expect(history.found('word6')).toEqual(some.toReversed());
});

test('forgets a word with the last text it is in', () => {
  using history = historyOf('lonely');
  history.save('other');
  expect(history.vocabulary.beginningWith('lonely')).toEqual([]);
});
