import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { errorSentences } from '../src/protocol/error-sentences.ts';
import { errorCodes } from '../src/protocol/errors.ts';
import { topicOf } from '../src/protocol/events.ts';
import type { Description } from '../src/protocol/requests.ts';
import { Client, Home } from './fixtures/home.ts';
import { writeRecogniser } from './fixtures/recogniser.ts';
import { writeTone } from './fixtures/sound.ts';
import { replay, transcriptsOf } from './fixtures/transcript.ts';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs', 'protocol.md'), 'utf8');
const homes: Home[] = [];
afterAll(async () => {
  for (const home of homes) await home.close();
});

/** A daemon that hears a tone, and understands “Good morning.” */
async function listening(): Promise<Home> {
  const home = await Home.make();
  homes.push(home);
  await home.settings({
    ...(await writeRecogniser(home, "echo 'Good morning.'")),
    output: [`file:${home.folder}/notes.txt`],
  });
  await home.listen('--input', await writeTone(join(home.folder, 'mic.wav')));
  return home;
}

describe('the transcripts', () => {
  it.each(transcriptsOf(text).map((transcript) => [transcript.dialect, transcript] as const))(
    'of %s are what the daemon says',
    async (_, transcript) => {
      const { socket } = await listening();
      const watcher = await Client.connect(socket);
      const elapsed = async () => (await watcher.call('status')).session?.elapsed_ms ?? Infinity;
      await replay(socket, transcript, async () => {
        await expect.poll(elapsed).toBeGreaterThan(200);
      });
      await watcher.close();
    },
  );

  it('show every dialect', () => {
    const dialects = transcriptsOf(text).map(({ dialect }) => dialect);
    expect(dialects).toEqual(['lines', 'bare', 'text', 'frames']);
  });
});

describe('the tables', () => {
  let description: Description;
  let status: object;
  beforeAll(async () => {
    const daemon = await Client.connect((await listening()).socket);
    description = await daemon.call('describe');
    status = await daemon.call('status');
    await daemon.close();
  });

  it('name every request with its fields', () => {
    const printed = rows('request').map(([name = '', fields = '']) => [
      word(name),
      fieldsIn(fields),
    ]);
    expect(Object.fromEntries(printed)).toEqual(
      Object.fromEntries(
        Object.entries(description.requests).map(([name, schema]) => [name, fieldsOf(schema)]),
      ),
    );
  });

  it('name the reply to every request', () => {
    const source = readFileSync(join(root, 'src', 'protocol', 'requests.ts'), 'utf8');
    const replies = Array.from(source.matchAll(/^ {2}(\w+): \[|Reply<\s*'(\w+)'/gm));
    const pairs = replies.flatMap(([, name], at) =>
      name === undefined ? [] : [[name, replies[at + 1]?.[2]]],
    );
    const printed = rows('request').map(([name = '', , reply = '']) => [word(name), word(reply)]);
    expect(Object.fromEntries(printed)).toEqual(Object.fromEntries(pairs));
  });

  it('name every override, key of the status and key of a session', () => {
    const overrides = fieldsOf(description.requests['start_session'] ?? {});
    expect(names('override')).toEqual(Object.keys(overrides).sort());
    const { type: _, ...keys } = { type: '', ...status };
    const [statusKeys, sessionKeys] = tables('key').map((table) =>
      table.map(([name = '']) => word(name)).sort(),
    );
    expect(statusKeys).toEqual(Object.keys(keys).sort());
    const { session } = properties(description.events['session_started'] ?? {});
    expect(sessionKeys).toEqual(Object.keys(properties(session ?? {})).sort());
  });

  it('name every event with its topic and data', () => {
    const [printed = []] = tables('event').filter(([row]) => row?.length === 3);
    expect(
      printed.map(([name = '', topic = '', data = '']) => [word(name), topic, fieldsIn(data)]),
    ).toEqual(
      Object.entries(topicOf).map(([name, topic]) => [
        name,
        topic === null ? 'every one' : `\`${topic}\``,
        fieldsOf(description.events[name] ?? {}),
      ]),
    );
  });

  it('give every error its sentence and its exit code', () => {
    expect(rows('code')).toEqual(
      Object.entries(errorCodes).map(([code, { exit }]) => [
        `\`${code}\``,
        errorSentences[code as keyof typeof errorSentences],
        String(exit),
      ]),
    );
    const used = new Set(Object.values(errorCodes).map(({ exit }) => String(exit)));
    const printed = rows('exit code').map(([code = '']) => code);
    expect(printed).toEqual(['0', ...[...used].sort((a, b) => Number(a) - Number(b))]);
  });
});

it('names examples that are there', () => {
  const lines = Array.from(text.matchAll(/`(sh|node|python3) (examples\/[\w.]+)`/g));
  expect(lines).toHaveLength(6);
  for (const [, , path = ''] of lines)
    expect(`${path} ${existsSync(join(root, path))}`).toBe(`${path} true`);
});

/** The tables whose first column has this title, each a list of rows of cells. */
function tables(title: string): string[][][] {
  const found = text.matchAll(
    new RegExp(`^\\| ${title} \\|.*\\n\\|[- |]+\\|\\n((?:\\|.*\\n)+)`, 'gm'),
  );
  return Array.from(found, ([, body = '']) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );
}

function rows(title: string): string[][] {
  const [first = [], ...others] = tables(title);
  expect(others).toEqual([]);
  return first;
}

function names(title: string): string[] {
  return rows(title)
    .map(([name = '']) => word(name))
    .sort();
}

/** The first word in code. */
function word(cell: string): string {
  return /`(\w+)`/.exec(cell)?.[1] ?? cell;
}

/** `a`, `b`? as {a: true, b: false}: whether each is required. */
function fieldsIn(cell: string): Record<string, boolean> {
  return Object.fromEntries(
    Array.from(cell.matchAll(/`(\w+)`(\??)/g), ([, name = '', mark]) => [name, mark === '']),
  );
}

function fieldsOf(schema: object): Record<string, boolean> {
  const required = 'required' in schema ? (schema.required as string[]) : [];
  return Object.fromEntries(
    Object.keys(properties(schema)).map((name) => [name, required.includes(name)]),
  );
}

function properties(schema: object): Record<string, object> {
  return 'properties' in schema ? (schema.properties as Record<string, object>) : {};
}
