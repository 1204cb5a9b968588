import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { mermaid } from '../scripts/diagram/mermaid.ts';
import { parse } from '../src/cli/parse.ts';
import { commands } from '../src/cli/verbs.ts';
import { hotkeyObstacle } from '../src/desktop/hotkey/obstacle.ts';
import { modelKinds } from '../src/engines/local/kinds.ts';
import { readManifest } from '../src/engines/local/manifest.ts';
import { errorCodes } from '../src/protocol/errors.ts';
import { defaultSettings } from '../src/store/settings.ts';
import { build, dist } from './fixtures/built.ts';
import { Home } from './fixtures/home.ts';
import { writeRecogniser } from './fixtures/recogniser.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

let folder: string;
const homes: Home[] = [];

beforeAll(async () => {
  build();
  folder = await mkdtemp(join(tmpdir(), 'whis-docs-'));
  await writeFile(join(folder, 'key.txt'), 'sk-for-the-example\n');
});
afterEach(async () => {
  for (const home of homes.splice(0)) await home.close();
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to what is there', () => {
    const links = Array.from(prose(text).matchAll(/\]\(([^)]+)\)/g), ([, link = '']) => link);
    const inside = links.filter((link) => !link.startsWith('https://'));
    const broken = inside.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('shows command lines that are understood', async () => {
    const lines = blocks(text, 'sh').flatMap((block) => block.trim().split('\n'));
    const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
    const complaints = (await calledBy(lines)).map(([program, ...args]) => {
      if (program === 'whis') return complaintAbout(args);
      if (program !== 'npm') return '';
      const [verb = '', name = ''] = args;
      if (verb === 'exec') return complaintAbout(args.slice(args.indexOf('whis') + 1));
      const script = verb === 'run' ? name : verb;
      return script in scripts || ['ci', 'link', 'unlink'].includes(script)
        ? ''
        : `npm knows no ${script}`;
    });
    expect(complaints.filter((complaint) => complaint !== '')).toEqual([]);
  });

  it('names verbs and options that there are', () => {
    const mentions = Array.from(
      prose(text).matchAll(/`whis (?!help)([a-z][^`]*)`/g),
      ([, line = '']) => complaintAbout(line.split(' ')),
    );
    // A verb that is only named lacks what it must be given.
    const isWrong = (complaint: string) => !/^$|^Something is missing|” needs /.test(complaint);
    expect(mentions.filter(isWrong)).toEqual([]);
  });
});

describe('the manual', () => {
  const scripting = read('docs/scripting.md');

  it('has every setting with its default', () => {
    const rows = tableAfter(read('docs/settings.md'), '| key | default |').map(
      ([key = '', value = '']) => [unquoted(key), JSON.parse(unquoted(value)) as unknown],
    );
    expect(rows).toEqual(leaves(defaultSettings));
  });

  it('has every exit code', () => {
    const codes = tableAfter(scripting, '| exit code |').map(([code]) => Number(code));
    const all = new Set([0, ...Object.values(errorCodes).map(({ exit }) => exit)]);
    expect(codes).toEqual([...all].sort((one, other) => one - other));
  });

  it('shows a manifest that a model can have', async () => {
    const [json = ''] = blocks(read('docs/engines.md'), 'json');
    const model = join(folder, 'moonshine');
    await mkdir(model);
    await writeFile(join(model, 'manifest.json'), json);
    const { files } = JSON.parse(json) as { files: Record<string, string> };
    for (const name of Object.values(files)) await writeFile(join(model, name), '');
    expect(readManifest(model)).toMatchObject({ kind: 'moonshine', languages: ['en'] });
  });

  it("shows sway's line for the shortcut", () => {
    const obstacle = hotkeyObstacle({ kind: 'wayland', display: null, desktop: 'sway' });
    const [line = ''] = blocks(read('docs/shortcut.md'), 'text');
    expect(obstacle?.instead).toContain(line.trim());
  });

  it('shows settings that can be set', async () => {
    const home = await Home.make();
    homes.push(home);
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await symlink(join(dist, 'cli/whis.cjs'), join(bin, 'whis'));
    const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
    const lines = pages.flatMap((page) => blocks(read(page), 'sh').join('').split('\n'));
    const settings = lines.filter((line) => line.startsWith('whis config'));
    expect(settings.length).toBeGreaterThan(5);
    for (const line of settings) {
      const input = line.endsWith(' -') ? `${line} < key.txt` : line;
      const { stderr } = await run('sh', ['-c', input], {
        cwd: folder,
        env: { ...home.env, PATH: path },
      });
      expect({ line, stderr }).toEqual({ line, stderr: '' });
    }
    // A process for each line.
  }, 60_000);

  it('shows what the socket answers', async () => {
    const daemon = await daemonOfExamples();
    const client = await daemon.connect();
    const listener = await daemon.connect();
    await listener.call('subscribe', { events: ['levels'] });
    const [talk = ''] = blocks(scripting, 'text').filter((block) => block.startsWith('→'));
    const lines = talk.trim().split('\n');
    expect(lines.length).toBeGreaterThan(4);
    for (let at = 0; at < lines.length; at += 2) {
      const request = JSON.parse(lines[at]?.slice(2) ?? '') as object;
      const shown = JSON.parse(lines[at + 1]?.slice(2) ?? '') as Record<string, unknown>;
      const expected = Object.entries(shown).map(([key, value]) => [
        key,
        value === '…' ? expect.stringMatching(/./) : value,
      ]);
      expect(await client.ask(request)).toMatchObject(Object.fromEntries(expected) as object);
      // Long enough to be words.
      if (shown['type'] === 'toggled')
        await listener.event(({ event, data }) => event === 'level' && data.elapsed_ms >= 1000);
    }
    await listener.close();
    await client.close();
  });

  it('shows a program that prints every text', async () => {
    const daemon = await daemonOfExamples();
    const [home] = homes;
    await writeFile(join(folder, 'texts.mjs'), blocks(scripting, 'js')[0] ?? '');
    const program = spawn(process.execPath, [join(folder, 'texts.mjs'), home?.socket ?? '']);
    const closed = once(program, 'close');
    // Its subscription is the connection that the status counts beside ours.
    const client = await daemon.connect();
    await expect.poll(async () => (await client.call('status')).clients).toBe(2);
    await client.call('start_session', { input_file: join(root, 'assets/demo.wav') });
    const [text] = (await once(program.stdout, 'data')) as [Buffer];
    expect(text.toString()).toBe('the words\n');
    await client.close();
    await daemon.end();
    expect(await closed).toEqual([0, null]);
  });
});

describe('docs/engines.md', () => {
  it('has every kind of model with its files', () => {
    const rows = tableAfter(read('docs/engines.md'), '| kind | roles').map(
      ([kind = '', roles = '']) => [unquoted(kind), roles.split(', ')],
    );
    const kinds = Object.entries(modelKinds).flatMap(([kind, sets]) =>
      sets.map((roles) => [kind, [...roles]]),
    );
    expect(rows).toEqual(kinds);
  });
});

describe('ARCHITECTURE.md', () => {
  const page = read('ARCHITECTURE.md');

  it('draws the state machine as it is', () => {
    expect(blocks(page, 'mermaid')).toEqual([mermaid()]);
  });

  it('has a row for each room', () => {
    const rooms = tableAfter(page, '| room |').map(([room = '']) => unquoted(room));
    expect(rooms.toSorted()).toEqual(readdirSync(join(root, 'src')).toSorted());
  });
});

describe('the picture', () => {
  it('needs no other file, and shows commands that there are', async () => {
    const svg = await readFile(join(root, 'docs/images/demo.svg'), 'utf8');
    expect(svg).not.toMatch(/href|url\((?!#)|@import/);
    const shown = svg.match(/^\$ whis [^|\n<]+/gm) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    for (const line of shown) {
      expect(() => parse(line.trim().split(' ').slice(2), commands)).not.toThrow();
    }
  });
});

/** A daemon whose engine always hears the same, and whose microphone is a file. */
async function daemonOfExamples() {
  const home = await Home.make();
  homes.push(home);
  await home.settings({ ...(await writeRecogniser(home, 'echo the words')), output: [] });
  return home.listen(`--input=${join(root, 'assets/demo.wav')}`, '--input-speed=max');
}

/**
 * What a shell calls for these lines: programs and arguments. Nothing is really run: the only
 * programs that it finds write down what they were called with.
 */
async function calledBy(lines: readonly string[]): Promise<string[][]> {
  const bin = await mkdtemp(join(folder, 'stubs-'));
  const log = join(bin, 'log');
  await writeFile(log, '');
  for (const name of ['apt', 'git', 'nc', 'npm', 'rm', 'whis']) {
    const stub = `#!/bin/sh\n{ printf '%s\\036' ${name} "$@"; printf '\\n'; } >> '${log}'\n`;
    await writeFile(join(bin, name), stub, { mode: 0o755 });
  }
  for (const line of lines) {
    await run('/bin/sh', ['-c', line], { cwd: folder, env: { PATH: bin, HOME: folder } });
  }
  const called = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  return called.map((line) => line.split('\u001e').slice(0, -1));
}

function complaintAbout(argv: readonly string[]): string {
  try {
    parse(argv, commands);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The code blocks of a language. */
function blocks(text: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm');
  return Array.from(text.matchAll(pattern), ([, code = '']) => code);
}

/** A page without its code blocks. */
function prose(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, '');
}

/** The cells of the table whose first line begins with these words. */
function tableAfter(text: string, words: string): string[][] {
  const lines = text.slice(text.indexOf(words)).split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function unquoted(cell: string): string {
  return cell.replace(/^`|`$/g, '');
}

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(text: string): string[] {
  return Array.from(prose(text).matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Dotted keys and values. */
function leaves(group: object, prefix = ''): (readonly [string, unknown])[] {
  return Object.entries(group).flatMap(([name, value]: [string, unknown]) => {
    const isGroup =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length > 0;
    return isGroup ? leaves(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value] as const];
  });
}
