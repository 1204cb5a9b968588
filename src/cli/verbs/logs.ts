import { logLevels, matters, type LogLevel, type WhisEvent } from '../../protocol/events.ts';
import { printable } from '../../protocol/printable.ts';
import type { ReplyTo } from '../../protocol/requests.ts';
import { askAnyway, askFiles, isNotRunning } from '../ask.ts';
import type { Client } from '../client.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { given } from '../given.ts';
import { eventLine, logLine, wasToldBefore } from '../log-lines.ts';
import { patience, reach } from '../reach.ts';
import { followSession } from '../session-follow.ts';

interface Wanted {
  readonly session_id?: string;
  readonly lines?: number;
  readonly level?: LogLevel;
}

/** `whis logs`: the daemon's log, or a session's events. */
export const logs = defineCommand({
  name: 'logs',
  summary: "print the daemon's log, or the events of one dictation",
  details: ['Works without a running daemon. With --json: the reply, then an event a line.'],
  args: {
    id: {
      label: 'ID',
      kind: 'optional',
      offer: 'session',
      help: "which session's events; the daemon's log if left out",
    },
  },
  options: {
    follow: { type: 'flag', short: 'f', help: 'and then what is added, until Ctrl-C or its end' },
    lines: { type: 'number', value: 'N', least: 1, help: 'how many at most (100, at most 10000)' },
    level: {
      type: 'text',
      value: 'LEVEL',
      choices: logLevels,
      help: 'only log lines that matter so much: debug, info, warn or error',
    },
  },
  examples: [
    ['whis logs -f --level warn', 'what goes wrong, as it happens'],
    ['whis logs last', 'what became of the newest dictation'],
  ],
  async run({ context, args: { id }, options: { follow, lines, level } }) {
    const wanted = given({ session_id: id, lines, level });
    if (!follow) {
      print(await askAnyway(context, 'logs', wanted), context, id !== undefined);
      return 0;
    }
    let client: Client;
    try {
      client = await reach(context);
    } catch (error) {
      if (!isNotRunning(error)) throw error;
      print(await askFiles(context, 'logs', wanted), context, id !== undefined);
      // Nothing is added while no daemon runs: that is told, and how to start one.
      throw error;
    }
    try {
      if (id === undefined) await followLog({ client, context }, wanted);
      else await followEvents({ client, context }, { ...wanted, session_id: id });
      return 0;
    } finally {
      client.close();
    }
  },
});

function print({ lines, type }: ReplyTo<'logs'>, context: Context, isSession: boolean): void {
  const { terminal, json } = context;
  if (json) return terminal.json({ type, lines });
  if (lines.length === 0) terminal.note('nothing is logged yet');
  for (const line of lines) {
    const text = isSession ? eventLine(line) : printable(line);
    if (text !== null) terminal.answer(text);
  }
}

/** The daemon's log, until the daemon ends. */
async function followLog(
  { client, context }: { client: Client; context: Context },
  wanted: Wanted,
): Promise<void> {
  const { terminal, json } = context;
  const subscription = { events: ['logs' as const], ...given({ level: wanted.level }) };
  await client.request('subscribe', subscription, patience('subscribe', context));
  const past = await client.request('logs', wanted, patience('logs', context));
  print(past, context, false);
  const least = wanted.level ?? 'debug';
  for await (const event of client.events()) {
    if (event.event === 'log_line') {
      if (!matters(event.data.level, least) || wasToldBefore(event, past.lines)) continue;
      if (json) terminal.json(event);
      else terminal.answer(printable(logLine(event)));
    }
    await terminal.drained();
    if (event.event === 'shutting_down') break;
  }
  terminal.note('the daemon has ended; start it again: whis listen');
}

/** The last events of a session, then the others until it is over. */
async function followEvents(
  { client, context }: { client: Client; context: Context },
  wanted: Wanted & { session_id: string },
): Promise<void> {
  const past = await client.request('logs', wanted, patience('logs', context));
  print(past, context, true);
  // What follows begins with the session's first event: what was printed, or is older, is left out.
  const newest = past.lines.at(-1);
  let isNew = newest === undefined;
  const isWanted = (event: WhisEvent) => {
    const wasNew = isNew;
    isNew ||= JSON.stringify(event) === newest;
    return wasNew;
  };
  await followSession(wanted.session_id, { client, context, isWanted });
}
