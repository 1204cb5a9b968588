import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { Client } from '../../fixtures/home.ts';
import { counts, report } from '../../fixtures/faults.ts';
import { expect, test, type AppHome } from './start.ts';

// Row 1 of the faults, for the tray app: kill -9 in each state. The daemon in a terminal has its own
// part in test/faults/row-01-killed.test.ts.

/** What a crash may cost. */
const mayLoseMs = 500;

/** A dictation that somebody was told of, and how much of it. */
interface Told {
  readonly id: string;
  readonly ms: number;
}

/** Brings the app into a state; gives what was told by then. */
const states: Readonly<
  Record<string, (home: AppHome, client: Client, fifo: string) => Promise<Told | null>>
> = {
  async idle(_, client) {
    await client.call('status');
    return null;
  },
  recording: (_, client) => record(client),
  async paused(_, client) {
    const told = await record(client);
    await client.call('pause');
    return told;
  },
  async transcribing(home, client) {
    home.recogniser.hold();
    const told = await record(client);
    await client.call('stop_session');
    return told;
  },
  async delivering(_, client, fifo) {
    const told = await record(client, [`file:${fifo}`]);
    await client.call('stop_session');
    await client.event(({ event, session_id: id }) => event === 'session_done' && id === told.id);
    return told;
  },
};

test(
  'killed in each state, it loses no dictation and doubles none',
  { tag: '@row-1' },
  async ({ home }) => {
    test.setTimeout(counts(60_000, 900_000));
    // Nobody reads from it: whoever delivers a text there waits.
    const fifo = join(home.folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const names = counts(['recording', 'delivering'], Object.keys(states));
    const rounds = names.flatMap((name) => Array<string>(counts(1, 4)).fill(name));
    const flaws: unknown[] = [];
    const told: Told[] = [];
    let missingMs = 0;
    let idleMs = 0;
    for (const name of rounds) {
      const app = await home.start();
      const client = await ready(home);
      const dictation = (await states[name]?.(home, client, fifo)) ?? null;
      if (dictation) told.push(dictation);
      process.kill(app.pid, 'SIGKILL');
      await app.exited;
      await client.close();
      home.recogniser.release();
      const from = performance.now();
      const next = await home.start();
      const asker = await ready(home);
      await expect.poll(async () => (await asker.call('status')).state).toBe('idle');
      idleMs = Math.max(idleMs, Math.round(performance.now() - from));
      const { sessions } = await asker.call('list_sessions', { limit: 1000 });
      for (const { id, ms } of told) {
        const found = sessions.filter((session) => session.id === id);
        const [session] = found;
        if (found.length !== 1 || session?.status !== 'done' || !session.text?.startsWith('heard '))
          flaws.push({ name, id, found });
        missingMs = Math.max(missingMs, ms - (session?.duration_ms ?? 0));
      }
      expect(sessions).toHaveLength(told.length);
      await asker.close();
      await next.quit();
    }
    expect(flaws).toEqual([]);
    expect(missingMs).toBeLessThanOrEqual(mayLoseMs);
    report(1, 'kill -9 of the tray app', {
      tried: rounds.length,
      survived: rounds.length,
      lost: flaws.length,
      missing_ms: missingMs,
      idle_ms: idleMs,
    });
  },
);

/** A program on the socket, once the app listens there. */
async function ready(home: AppHome): Promise<Client> {
  await expect.poll(async () => (await home.whis('ping')).code).toBe(0);
  const client = await home.connect();
  await client.call('subscribe', { events: ['sessions', 'levels'] });
  return client;
}

/** Begins a recording, and waits until there is some of it. */
async function record(client: Client, output?: readonly string[]): Promise<Told> {
  const { session_id: id } = await client.call('start_session', output ? { output } : {});
  await client.event(
    ({ event, data, session_id: of }) => of === id && event === 'level' && data.elapsed_ms >= 300,
  );
  return { id, ms: (await client.call('status')).session?.elapsed_ms ?? Infinity };
}
