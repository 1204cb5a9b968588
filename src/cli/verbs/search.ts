import { printable } from '../../protocol/printable.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { given } from '../given.ts';
import { excerpt } from '../excerpt.ts';
import { shortId } from '../short-id.ts';
import { when } from '../time.ts';

/** `whis search`: finds words in what was ever said. */
export const search = defineCommand({
  name: 'search',
  summary: 'find words in the history',
  details: ['Works without a running daemon. With --json the answer is an array of sessions.'],
  args: { words: { label: 'WORDS', kind: 'many', help: 'all must be there; the last may be cut' } },
  options: {
    limit: { type: 'number', value: 'N', least: 1, help: 'how many (50, at most 1000)' },
  },
  examples: [['whis search release not', 'finds “the release notes”, newest first']],
  async run({ context, args: { words }, options: { limit } }) {
    const { terminal, json } = context;
    const query = words.join(' ');
    const { sessions, next } = await askAnyway(context, 'list_sessions', given({ query, limit }));
    if (json) terminal.json(sessions);
    else if (sessions.length === 0)
      terminal.note(`nothing found for “${printable(query)}”. What is there: whis list`);
    else {
      const now = Date.now();
      for (const { id, created_at, text } of sessions) {
        const heading = `${shortId(id)}  ${when(printable(created_at), now)}`;
        terminal.answer(terminal.mark(heading, 'dim'));
        const parts = excerpt(text ?? '', words);
        const marked = parts.map(({ piece, isMatch }) =>
          isMatch ? terminal.mark(printable(piece), 'bold') : printable(piece),
        );
        terminal.answer(`  ${marked.join('')}`);
      }
    }
    if (next !== null) terminal.note('there is more: name more words, or a higher --limit');
    return 0;
  },
});
