import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { globalOptions, type Command, type Option } from '../../src/cli/command.ts';
import { asksFor, findVerb, parse } from '../../src/cli/parse.ts';
import { commands } from '../../src/cli/verbs.ts';
import { WhisError } from '../../src/protocol/errors.ts';

/** A word that no option or verb begins like. */
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => !text.startsWith('-'));

/** A value that an option takes, as it is typed. */
function valueOf(option: Option): fc.Arbitrary<string> {
  if (option.type === 'number') return fc.integer({ min: 3, max: 1e6 }).map(String);
  if (option.type !== 'flag' && option.choices) return fc.constantFrom(...option.choices);
  return word;
}

/** Some options of a verb, each as the words that are typed for it. */
function typedOptions(command: Command): fc.Arbitrary<readonly (readonly string[])[]> {
  const all: [string, Option][] = Object.entries({ ...globalOptions, ...command.options });
  return fc
    .subarray(all)
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map(([name, option]) =>
          option.type === 'flag'
            ? fc.constant([`--${name}`])
            : fc
                .tuple(valueOf(option), fc.boolean())
                .map(([value, isAttached]) =>
                  isAttached ? [`--${name}=${value}`] : [`--${name}`, value],
                ),
        ),
      ),
    );
}

function typedArguments(command: Command): fc.Arbitrary<string[]> {
  return fc
    .tuple(
      ...Object.values(command.args).map(({ kind, choices }) =>
        fc.array(choices ? fc.constantFrom(...choices) : word, {
          minLength: kind === 'optional' || kind === 'any' ? 0 : 1,
          maxLength: kind === 'many' || kind === 'any' ? 3 : 1,
        }),
      ),
    )
    .map((parts) => parts.flat());
}

function problemOf(argv: string[]): string {
  try {
    parse(argv, commands);
  } catch (error) {
    if (error instanceof WhisError && error.code === 'usage') return error.message;
    throw error;
  }
  return 'none';
}

describe('the table of verbs', () => {
  it('names every verb once, aliases included', () => {
    const names = commands.flatMap(({ name, alias }) => (alias ? [name, alias] : [name]));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s has no option that hides a global one, and no argument after those that take all',
    (_, command) => {
      const hidden = Object.keys(command.options).filter((name) =>
        Object.hasOwn(globalOptions, name),
      );
      expect(hidden).toEqual([]);
      const kinds = Object.values(command.args).map(({ kind }) => kind);
      expect(kinds.slice(0, -1)).not.toContain('many');
      expect(kinds.join(' ')).not.toMatch(/optional required/);
    },
  );

  it.each(commands.flatMap(({ examples }) => examples.map(([line]) => [line])))(
    'gives an example that is understood: %s',
    (line) => {
      const typed = /\bwhis ((?:'[^']*'|[^|<>)"'])*)/.exec(line)?.[1] ?? 'socket';
      const words = typed.match(/'[^']*'|\S+/g) ?? [];
      expect(problemOf(words.map((word) => word.replaceAll("'", '')))).toBe('none');
    },
  );
});

describe('parse', () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    'reads %s wherever its options stand, with values attached or not',
    (name, command) => {
      const line = fc.tuple(typedOptions(command), typedArguments(command));
      fc.assert(
        fc.property(line, fc.infiniteStream(fc.nat()), ([options, args], places) => {
          const plain = [name, ...args, ...options.flat()];
          // Global options may stand before the verb, all of them between the arguments.
          const groups: (readonly string[])[] = [[name], ...args.map((arg) => [arg])];
          for (const option of options) {
            const isGlobal = Object.hasOwn(
              globalOptions,
              (option[0] ?? '').slice(2).split('=')[0] ?? '',
            );
            const place = (places.next().value as number) % (groups.length + 1);
            groups.splice(
              isGlobal ? place : Math.max(place, groups.findIndex(([one]) => one === name) + 1),
              0,
              option,
            );
          }
          const expected = parse(plain, commands);
          expect(parse(groups.flat(), commands)).toEqual(expected);
          expect(expected.command).toBe(command);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('throws nothing but usage, whatever is typed', () => {
    const anything = fc.oneof(
      fc.constantFrom(...commands.map(({ name }) => name), '--json', '--', '-', '--socket', '-h'),
      fc.string({ maxLength: 10 }),
      fc.string({ maxLength: 10 }).map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (argv) => {
        expect(problemOf(argv)).toEqual(expect.any(String));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [['statsu'], '“statsu” is no verb of whis. Did you mean “status”? See: whis --help'],
    [['xyzzy'], '“xyzzy” is no verb of whis. See: whis --help'],
    [['constructor'], '“constructor” is no verb'],
    [
      ['start', '--lable', 'x'],
      '“--lable” is no option of “whis start”. Did you mean “--label”? See: whis start --help',
    ],
    [['start', '--__proto__'], '“--__proto__” is no option'],
    [['start', '-l'], '“-l” is no option of “whis start”'],
    [['listen', '--ready'], '“--ready” is no option of “whis listen”. See'],
    [['start', '--label'], '--label needs a value: --label TEXT.'],
    [['start', '--label', '--wait'], '--label needs a value'],
    [['start', '--wait=yes'], '--wait takes no value.'],
    [
      ['start', '--engine', 'opanai'],
      '--engine takes auto, local, command, openai, groq, mistral, deepgram, elevenlabs, and not “opanai”. Did you mean “openai”?',
    ],
    [['list', '--limit', 'many'], '--limit takes a number of at least 1, and not “many”.'],
    [['list', '--limit', '0'], '--limit takes a number of at least 1'],
    [['list', '--limit='], '--limit takes a number'],
    [['ping', '--timeout', '1e999'], '--timeout takes a number'],
    [['delete'], '“whis delete” needs ID.'],
    [['transcribe'], '“whis transcribe” needs FILE…'],
    [['pause', 'now'], '“whis pause” does not know what to do with “now”.'],
    [['stop', '123'], 'To end a dictation: whis done 123.'],
    [[], 'No verb is given.'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(problemOf(argv)).toContain(message);
  });

  it('takes everything after -- as arguments', () => {
    const { args } = parse(['search', '--', '--json', '-x'], commands);
    expect(args).toEqual({ words: ['--json', '-x'] });
  });

  it('takes a lone dash as an argument', () => {
    const { args } = parse(['config', 'set', 'engines.openai.api_key', '-'], commands);
    expect(args).toEqual({ action: 'set', key: 'engines.openai.api_key', value: '-' });
  });

  it('keeps each value of an option that may be repeated', () => {
    const { options } = parse(['start', '--output', 'clipboard', '--output=file:/x'], commands);
    expect(options).toMatchObject({ output: ['clipboard', 'file:/x'] });
  });
});

describe('findVerb', () => {
  it.each([
    [['--socket', 'status', 'stop'], 'stop'],
    [['--socket=status', 'stop'], 'stop'],
    [['--json', 'status'], 'status'],
    [['--', 'status'], 'status'],
    [['--json'], null],
    [[], null],
  ])('finds it in %j', (argv, verb) => {
    expect(findVerb(argv)).toBe(verb);
  });
});

describe('asksFor', () => {
  it('sees the question on either side of the verb, not after --', () => {
    expect(asksFor(['status', '--help'], 'help')).toBe(true);
    expect(asksFor(['-h'], 'help')).toBe(true);
    expect(asksFor(['--version'], 'version')).toBe(true);
    expect(asksFor(['search', '--', '--help'], 'help')).toBe(false);
  });
});
