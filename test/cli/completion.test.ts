import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { optionsOf, flagsOf } from '../../src/cli/completion/values.ts';
import { commands } from '../../src/cli/verbs.ts';
import { build, dist } from '../fixtures/built.ts';
import { Home } from '../fixtures/home.ts';
import { writeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

const children = join(import.meta.dirname, 'children');

let home: Home;
/** The newest session's id, as the table shows it. */
let id: string;

beforeAll(async () => {
  build();
  home = await Home.make();
  await home.settings({
    ...(await writeRecogniser(home, "echo 'a: $(word) `b`'")),
    output: [],
  });
  const cli = join(dist, 'cli/whis.cjs');
  await home.program('whis', `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  for (const shell of ['bash', 'zsh', 'fish']) {
    await writeFile(script(shell), (await home.whis('completion', shell)).stdout);
  }
  const daemon = await home.listen('--input', await writeTone(join(home.folder, 'mic.wav'), {}));
  await home.whis('transcribe', 'mic.wav', '--label', "it's; $(touch x)");
  const [session] = JSON.parse((await home.whis('list', '--json')).stdout) as { id: string }[];
  id = session?.id.slice(-8) ?? '';
  await daemon.end();
});
afterAll(() => home.close());

function script(shell: string): string {
  return join(home.folder, `whis.${shell}`);
}

/** Runs a shell where `whis` is on PATH. */
function shell(program: string, args: readonly string[], input = ''): string {
  const env = { ...home.env, PATH: `${home.folder}:${home.env['PATH']}`, TERM: 'dumb' };
  const ran = spawnSync(program, args, {
    env,
    input,
    encoding: 'utf8',
    cwd: home.folder,
    timeout: 30_000,
  });
  expect(ran.stderr).toBe('');
  return ran.stdout;
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** A command line up to the cursor, and what is offered there, in any order. */
const lines: [line: string, offered: () => string[]][] = [
  ['whis st', () => ['start', 'status', 'stop']],
  ['whis --socket /tmp/x li', () => ['list', 'listen']],
  ['whis help doc', () => ['doctor']],
  ['whis show ', () => ['last', id]],
  ['whis export last la', () => ['last']],
  ['whis config ', () => ['get', 'set', 'list', 'path']],
  ['whis config get keep_', () => ['keep_audio.days', 'keep_audio.megabytes']],
  ['whis config set while_transcribing ', () => ['ignore', 'record']],
  ['whis config set engines.command.preset ', () => ['whisper-cli', 'pocketsphinx', 'null']],
  ['whis list --status ', () => ['recording', 'transcribing', 'done', 'failed', 'cancelled']],
  ['whis retry --preset n', () => ['none']],
  ['whis list --status done --rec', () => ['--recovered']],
  [
    'whis daemon --engine ',
    () => ['auto', 'local', 'command', 'openai', 'groq', 'mistral', 'deepgram', 'elevenlabs'],
  ],
  ['whis watch --events l', () => ['levels', 'logs']],
  ['whis describe unsub', () => ['unsubscribe']],
  ['whis completion ', () => ['bash', 'zsh', 'fish']],
];

describe('bash', () => {
  /** The words as bash makes them: an equals sign is one of its own. */
  const complete = (typed: readonly string[]) => {
    const input = typed.map((line) => line.split(/ |(=)/).filter(Boolean).join('|'));
    const ends = typed.map((line) => (/[ ]$/.test(line) ? '|.' : ''));
    const words = input.map((line, at) => `${line}${ends[at]}\n`).join('');
    const told = shell('bash', [join(children, 'complete.bash'), script('bash')], words);
    return told
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').filter(Boolean).toSorted());
  };

  it('completes verbs, options, ids, keys and values', () => {
    const offered = complete(lines.map(([line]) => line));
    expect(offered).toEqual(lines.map(([, expected]) => expected().toSorted()));
  });

  it('completes a value after an equals sign, and goes on with paths', () => {
    expect(
      complete(['whis daemon --engine=l', 'whis listen --input-speed=', 'whis transcribe x']),
    ).toEqual([['local'], ['max', 'real'], ['-o', 'compopt', 'default']]);
    expect(complete(['whis start --dir ', 'whis start --label x', 'whis --js'])).toEqual([
      ['-o', 'compopt', 'dirnames'],
      [],
      ['--json'],
    ]);
  });

  it('knows every option of every verb', () => {
    const offered = complete(commands.map(({ name }) => `whis ${name} -`));
    expect(offered).toEqual(
      commands.map((command) =>
        optionsOf(command)
          .flatMap(([name, option]) => flagsOf(name, option))
          .toSorted(),
      ),
    );
  });
});

describe('zsh', () => {
  it('completes verbs, options, ids, keys and values', (context) => {
    if (!has('zsh')) return context.skip('zsh is not installed');
    // An interactive zsh for each takes its time: one line of each kind.
    const kinds = ['whis st', 'whis show ', 'while_', 'whis daemon --engine ', '--rec'];
    for (const [line, expected] of lines.filter(([text]) => kinds.some((k) => text.includes(k)))) {
      const told = shell('zsh', ['-f', join(children, 'complete.zsh'), script('zsh'), line]);
      expect(told.trim().split('\n').toSorted()).toEqual(expected().toSorted());
    }
    return undefined;
  }, 60_000);
});

describe('fish', () => {
  it('completes verbs, options, ids, keys and values', (context) => {
    if (!has('fish')) return context.skip('fish is not installed');
    const asks = lines.map(([line]) => `complete -C '${line}' | cut -f1 | string join ' '`);
    const program = [`source ${script('fish')}`, ...asks].join('\necho -- ----\n');
    const [, ...told] = shell('fish', ['--no-config', '-c', program]).split('----\n');
    const offered = told.map((line) => line.trim().split(' ').toSorted());
    return expect(offered).toEqual(lines.map(([, expected]) => expected().toSorted()));
  });
});

describe('what the scripts ask', () => {
  const asks = [
    ['--ids'],
    ['--models'],
    ['--keys'],
    ['--values', 'engine'],
    ['--messages'],
    ['--presets'],
  ];

  it('is answered with nothing, and silently, where nothing can be known', async () => {
    const unsafe = home.with({ XDG_RUNTIME_DIR: 'relative' });
    for (const ask of asks) {
      expect(await unsafe.whis('completion', ...ask)).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    const unknown = await home.whis('completion', '--values', 'hotkey');
    expect(unknown).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('starts no daemon', async () => {
    for (const ask of asks) {
      const said = await home.whis('completion', ...ask);
      expect(said).toMatchObject({ code: 0, stderr: '' });
      expect(said.stdout).not.toBe('');
    }
    expect(home.processes()).toEqual([]);
  });

  it('tells what a session is about on one line, harmlessly', async () => {
    const { stdout } = await home.whis('completion', '--ids');
    expect(stdout.split('\n')[1]).toMatch(
      /^[0-9a-f]{8}\t(just now|\d+ s ago): it's; \$\(touch x\)$/,
    );
  });
});

describe('an option', () => {
  it('takes a value with every verb that has it, or with none', () => {
    const types = new Map<string, Set<boolean>>();
    for (const [name, { type }] of commands.flatMap(optionsOf)) {
      types.set(name, (types.get(name) ?? new Set()).add(type === 'flag'));
    }
    expect([...types].filter(([, kinds]) => kinds.size > 1)).toEqual([]);
  });
});
