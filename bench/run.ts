import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Bench, Figure } from './figure.ts';
import { figures } from './figures.ts';
import { describeMachine } from './machine.ts';
import { Progress } from './progress.ts';
import { publish } from './publish.ts';
import { table, type Result } from './table.ts';

const usage = `npm run bench [-- NAME… | --list | --quick]

Measures all figures, or those that are named, and prints them as a table. A whole run also writes
docs/benchmarks.md, what it shows (docs/bench), and the figures in README.md. Ctrl-C ends it and
prints what there is.

  --list    names and titles of the figures
  --quick   few repetitions: tells whether everything runs, not how fast; writes nothing
`;

/** A quick run repeats nothing more often. */
const quickRounds = 3;

/** What lasts long is so many times shorter in a quick run, but not too short for a few words. */
const quickSpeed = 20;
const leastMs = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } },
});

if (values.help) process.stdout.write(usage);
else if (values.list) {
  for (const { name, title } of figures) process.stdout.write(`${name.padEnd(20)} ${title}\n`);
} else process.exitCode = await run(positionals, values.quick ?? false);

async function run(names: readonly string[], isQuick: boolean): Promise<number> {
  const unknown = names.find((name) => !figures.some((figure) => figure.name === name));
  if (unknown !== undefined) {
    process.stderr.write(
      `There is no figure “${unknown}”. They are listed by: npm run bench -- --list\n`,
    );
    return 2;
  }
  // Costs 30 ms at every start of Node, of ours and the other's alike: it would hide the difference.
  delete process.env['NODE_EXTRA_CA_CERTS'];
  const machine = describeMachine();
  const wanted = figures.filter(({ name }) => names.length === 0 || names.includes(name));
  const { results, failed } = await measureAll(wanted, isQuick);
  const { date, cpu, cores, os, node } = machine;
  process.stdout.write(
    `${date}, ${cpu}, ${cores} cores, ${os}, Node ${node}\n\n${table(results)}\n`,
  );
  const isWhole = results.length === figures.length && !isQuick;
  if (isWhole) publish(join(import.meta.dirname, '..'), machine, results);
  return failed;
}

async function measureAll(
  wanted: readonly Figure[],
  isQuick: boolean,
): Promise<{ results: Result[]; failed: number }> {
  const progress = new Progress();
  const interrupted = new AbortController();
  // A second Ctrl-C does not wait for anything to be put away.
  process.once('SIGINT', () => interrupted.abort());
  const results: Result[] = [];
  let failed = 0;
  for (const [index, figure] of wanted.entries()) {
    const bench: Bench = {
      signal: interrupted.signal,
      rounds: (count) => (isQuick ? Math.min(count, quickRounds) : count),
      lasting: (ms) => (isQuick ? Math.max(ms / quickSpeed, Math.min(ms, leastMs)) : ms),
      progress(done) {
        interrupted.signal.throwIfAborted();
        progress.show(`${index + 1}/${wanted.length}  ${figure.title}`, done);
      },
    };
    try {
      results.push({ figure, rows: await figure.measure(bench) });
    } catch (error) {
      progress.clear();
      if (interrupted.signal.aborted) return { results, failed: 130 };
      failed = 1;
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${figure.name} could not be measured: ${why}\n`);
    }
  }
  progress.clear();
  return { results, failed };
}
