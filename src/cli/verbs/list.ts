import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { given } from '../given.ts';
import { sessionRow } from '../session-text.ts';
import { table } from '../table.ts';

/** `whis list`: the history, newest first. */
export const list = defineCommand({
  name: 'list',
  summary: 'the dictations, newest first',
  details: ['Works without a running daemon. With --json the answer is an array of sessions.'],
  args: {},
  options: {
    limit: { type: 'number', value: 'N', least: 1, help: 'how many (50, at most 1000)' },
    status: {
      type: 'text',
      value: 'STATUS',
      choices: ['recording', 'transcribing', 'done', 'failed', 'cancelled'],
      help: 'only these: recording, transcribing, done, failed, cancelled',
    },
    recovered: { type: 'flag', help: 'only those that a crash interrupted' },
    before: { type: 'text', value: 'PLACE', help: 'continue an earlier list' },
  },
  examples: [
    ['whis list --limit 5', 'the newest five'],
    ['whis list --status failed', 'those that whis retry can mend'],
  ],
  async run({ context, options: { limit, status, recovered, before } }) {
    const { terminal, json } = context;
    const { sessions, next } = await askAnyway(
      context,
      'list_sessions',
      given({ limit, status, before, recovered: recovered || undefined }),
    );
    if (json) terminal.json(sessions);
    else if (sessions.length === 0)
      terminal.note('nothing here yet: whis toggle starts a dictation');
    else {
      const now = Date.now();
      const header = ['ID', 'WHEN', 'LENGTH', 'STATUS', 'TEXT'];
      const rows = sessions.map((session) => sessionRow(session, now));
      terminal.answer(table([header, ...rows], terminal.columns));
    }
    if (next !== null) terminal.note(`there is more: whis list --before ${next}`);
    return 0;
  },
});
