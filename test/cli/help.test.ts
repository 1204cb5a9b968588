import { beforeAll, afterAll, describe, expect, it } from 'vitest';

import { helpOf, overview } from '../../src/cli/help.ts';
import { commands, groups } from '../../src/cli/verbs.ts';
import { version } from '../../src/protocol/version.ts';
import { build } from '../fixtures/built.ts';
import { Home } from '../fixtures/home.ts';

describe('the help of a verb', () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    'says everything about %s',
    (name, command) => {
      const text = helpOf(command);
      expect(text).toMatch(new RegExp(`^whis ${name}\\b`));
      expect(text).toContain(command.summary);
      for (const [option, { hidden, help }] of Object.entries(command.options)) {
        expect(text.includes(`--${option}`)).toBe(!hidden);
        expect(text.includes(help)).toBe(!hidden);
      }
      for (const { label, help } of Object.values(command.args)) {
        expect(text).toContain(label);
        expect(text).toContain(help);
      }
      for (const [line] of command.examples) expect(text).toContain(line);
      expect(text).toContain('--socket PATH');
    },
  );
});

describe('the overview', () => {
  it('has a line for each verb that fits a terminal of 80 columns', () => {
    const text = overview(groups);
    for (const { name, summary } of commands) {
      const line = text.split('\n').find((one) => one.trim().startsWith(`${name} `));
      expect(line).toContain(summary);
      expect(line?.length).toBeLessThanOrEqual(80);
    }
  });
});

describe('whis', () => {
  let home: Home;
  beforeAll(async () => {
    build();
    home = await Home.make();
  });
  afterAll(() => home.close());

  it('prints the overview when nothing, help or --help is typed', async () => {
    const expected = { code: 0, stdout: `${overview(groups)}\n`, stderr: '' };
    for (const argv of [[], ['help'], ['--help'], ['-h'], ['help', '--json']]) {
      expect(await home.whis(...argv)).toEqual(expected);
    }
  });

  it('prints the help of a verb in each way it may be asked for', async () => {
    const start = commands.find(({ name }) => name === 'start');
    const expected = { code: 0, stdout: `${start && helpOf(start)}\n`, stderr: '' };
    for (const argv of [
      ['help', 'start'],
      ['start', '--help'],
      ['--help', 'start'],
      ['start', '-h'],
    ]) {
      expect(await home.whis(...argv)).toEqual(expected);
    }
    const alias = await home.whis('help', 'daemon');
    expect(alias.stdout).toMatch(/^whis listen\b/);
  });

  it('knows no help for a verb that is not there', async () => {
    const said = await home.whis('help', 'strat');
    expect(said).toMatchObject({ code: 2, stdout: '' });
    expect(said.stderr).toContain('Did you mean “start”?');
  });

  it('prints its version', async () => {
    expect((await home.whis('--version')).stdout).toBe(`whis ${version}\n`);
    expect((await home.whis('--version', '--json')).stdout).toBe(`{"version":"${version}"}\n`);
  });
});
