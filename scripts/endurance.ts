import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { describeMachine } from '../bench/machine.ts';
import { Home, type Client, type Daemon } from '../test/fixtures/home.ts';
import { childrenOf } from '../test/fixtures/process.ts';
import { installToneModel } from '../test/fixtures/tone-model.ts';
import { speakTones, writeWav } from '../test/fixtures/tones.ts';

// `npm run endurance [-- SESSIONS]`: a long day of dictations (5,000 unless told otherwise) one after the
// other, on the real recorder, engine, history and delivery, as fast as they go. Prints what the daemon
// holds at the start, in the middle and at the end. The exit code is 1 when a dictation was lost or
// doubled, or when more is held at the end than may be.

const spoken = 'it goes on';
/** The input is as long: two seconds. */
const seconds = 2;
/** The first ones fill what every later one uses too, the 10,000 newest events that are kept among it. */
const warmUps = 1500;
/** So much more memory may be held at the end, by the daemon and its children. */
const toleratedMb = 20;

/** What is held at one moment. */
interface Held {
  readonly sessions: number;
  readonly daemonMb: number;
  readonly childrenMb: number;
  readonly openFiles: number;
  readonly databaseMb: number;
  /** How long a dictation took lately, in milliseconds. */
  readonly eachMs: number;
}

const wanted = Number(process.argv[2] ?? 5000);
if (!Number.isInteger(wanted) || wanted < 2) {
  process.stderr.write(`“${process.argv[2]}” is no number of sessions: npm run endurance -- 500\n`);
  process.exit(2);
}

const home = await Home.make();
try {
  process.exitCode = (await endure(home, wanted)) ? 0 : 1;
} finally {
  await home.close();
}

/** Gives whether all went well. */
async function endure(home: Home, count: number): Promise<boolean> {
  const out = join(home.folder, 'out.txt');
  await installToneModel(home.paths.models);
  await home.settings({ engine: 'local', output: [`file:${out}`] });
  const input = join(home.folder, 'mic.wav');
  await writeWav(input, speakTones(spoken));
  const daemon = await home.listen('--input', input, '--input-speed=max');
  const client = await daemon.connect();
  await client.call('subscribe', { events: ['sessions'] });

  const { cpu, cores, os, node } = describeMachine();
  say(`${count} dictations of ${seconds} s, on ${cpu}, ${cores} cores, ${os}, Node ${node}`);
  await dictate(client, 1);
  printHeld({ sessions: 1, ...(await heldBy(home, daemon)), eachMs: 0 }, 'fresh');
  await dictate(client, warmUps - 1);
  const moments: Held[] = [];
  let eachMs = 0;
  for (const part of [0, Math.floor(count / 2), Math.ceil(count / 2)]) {
    const from = performance.now();
    await dictate(client, part);
    eachMs = part === 0 ? 0 : (performance.now() - from) / part;
    const sessions = warmUps + (moments.length === 0 ? 0 : moments.length === 1 ? part : count);
    moments.push({ sessions, ...(await heldBy(home, daemon)), eachMs });
    printHeld(moments.at(-1) as Held, ['start', 'middle', 'end'][moments.length - 1] ?? '');
  }
  const lost = await missing(client, warmUps + count);
  const delivered = readFileSync(out, 'utf8')
    .split('\n')
    .filter((line) => line === spoken).length;
  const recordings = readdirSync(home.paths.audio).length;
  const [start, , end] = moments as [Held, Held, Held];
  const grownMb = end.daemonMb + end.childrenMb - start.daemonMb - start.childrenMb;
  say(
    `of ${warmUps + count}: ${lost} lost or doubled, ${delivered} delivered, ${recordings} recordings; since the start, memory by ${grownMb.toFixed(1)} MB and open files by ${end.openFiles - start.openFiles}`,
  );
  await client.close();
  const code = await daemon.end();
  return (
    code === 0 &&
    lost === 0 &&
    delivered === warmUps + count &&
    recordings === warmUps + count &&
    grownMb < toleratedMb &&
    end.openFiles <= start.openFiles
  );
}

/** So many dictations, each to its delivered text. */
async function dictate(client: Client, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    client.events.length = 0;
    const { session_id: id } = await client.call('start_session', { max_seconds: seconds });
    await client.event(
      ({ event, session_id: of, data }) =>
        of === id &&
        (event === 'session_failed' ||
          (event === 'session_updated' && data.session.delivered.length > 0)),
    );
  }
}

/** How many of so many sessions are not in the history exactly once, with their text. */
async function missing(client: Client, count: number): Promise<number> {
  const found = new Set<string>();
  let rows = 0;
  for (let before: string | null = ''; before !== null;) {
    const page: {
      sessions: readonly { id: string; status: string; text: string | null }[];
      next: string | null;
    } = await client.call('list_sessions', { limit: 1000, ...(before && { before }) });
    for (const { id, status, text } of page.sessions)
      if (status === 'done' && text === spoken) found.add(id);
    rows += page.sessions.length;
    before = page.next;
  }
  return count - found.size + Math.abs(rows - count);
}

async function heldBy(
  { paths }: Home,
  { pid }: Daemon,
): Promise<Omit<Held, 'sessions' | 'eachMs'>> {
  const children = childrenOf(pid).map((child) => residentMb(child.pid));
  const files = ['', '-wal', '-shm'].map((part) => statSync(`${paths.history}${part}`).size);
  return {
    daemonMb: residentMb(pid),
    childrenMb: sum(children),
    openFiles: await openFilesOf(pid),
    databaseMb: sum(files) / 1e6,
  };
}

/** The fewest within half a second: the last dictation's files are just being closed. */
async function openFilesOf(pid: number): Promise<number> {
  let fewest = Infinity;
  for (let look = 0; look < 10; look += 1) {
    fewest = Math.min(fewest, readdirSync(`/proc/${pid}/fd`).length);
    await delay(50);
  }
  return fewest;
}

/** Memory that a process has in RAM. Source: proc(5). */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function printHeld(held: Held, moment: string): void {
  const { sessions, daemonMb, childrenMb, openFiles, databaseMb, eachMs } = held;
  const figures = [
    `${sessions} sessions`,
    `daemon ${daemonMb.toFixed(1)} MB`,
    `children ${childrenMb.toFixed(1)} MB`,
    `${openFiles} open files`,
    `database ${databaseMb.toFixed(1)} MB`,
    ...(eachMs === 0 ? [] : [`${eachMs.toFixed(1)} ms each`]),
  ];
  say(`${moment.padEnd(6)}  ${figures.join(', ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
