import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** More than so many words take as long to look for one by one as FTS5 takes for their beginning. */
const mostWords = 64;

/**
 * Goes from word to word, each the first after the one before. No word has the character 1 in it, nor
 * the last of Unicode: what begins with a word is between the two. It is one statement, which
 * takes two thirds of the time of one for each word.
 */
const wordByWord = `
  WITH RECURSIVE words (word) AS (
    SELECT ${firstFrom(':start')}
    UNION ALL
    SELECT ${firstFrom('word || char(1)')} FROM words WHERE word IS NOT NULL
    LIMIT ${mostWords + 1}
  )
  SELECT word FROM words WHERE word IS NOT NULL`;

/** The words that are in the index of the history. Throws what SQLite throws. */
export class Vocabulary {
  readonly #database: DatabaseSync;
  #words: StatementSync | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * All words that begin with this one, which must be as the index writes words: in small letters
   * without accents. Null when they are more than 64.
   */
  beginningWith(start: string): string[] | null {
    this.#words ??= this.#prepare();
    const words = this.#words.all({ start }).map((row) => String(row['word']));
    return words.length > mostWords ? null : words;
  }

  /** Of the kinds of this table, `instance` alone goes to a word without counting where it is. */
  #prepare(): StatementSync {
    this.#database.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'search', 'instance')`,
    );
    return this.#database.prepare(wordByWord);
  }
}

function firstFrom(place: string): string {
  return `(SELECT term FROM temp.vocabulary WHERE term >= ${place} AND term < :start || char(0x10ffff) LIMIT 1)`;
}
