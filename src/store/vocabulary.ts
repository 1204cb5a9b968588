import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** More than so many words take as long to look for one by one as FTS5 takes for their beginning. */
const mostWords = 64;

/** The words that are in the index of the history. Throws what SQLite throws. */
export class Vocabulary {
  readonly #database: DatabaseSync;
  #next: StatementSync | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * All words that begin with this one, which must be as the index writes words: in small letters
   * without accents. Null when they are more than 64.
   */
  beginningWith(start: string): string[] | null {
    this.#next ??= this.#prepare();
    const words: string[] = [];
    for (let from = start; ;) {
      const word = this.#next.get(from)?.['term'];
      if (typeof word !== 'string' || !word.startsWith(start)) return words;
      if (words.length === mostWords) return null;
      words.push(word);
      // No word has this character in it: whatever else begins with the word comes after it.
      from = `${word}\u0001`;
    }
  }

  /** Of the kinds of this table, `instance` alone goes to a word without counting where it is. */
  #prepare(): StatementSync {
    this.#database.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'search', 'instance')`,
    );
    return this.#database.prepare('SELECT term FROM temp.vocabulary WHERE term >= ? LIMIT 1');
  }
}
