import type { Bench } from './figure.ts';

/**
 * Lets all take turns, so that whatever else the machine does at the time meets each of them alike:
 * one measurement of each in a round, every second round in the opposite order. Gives what each has
 * measured, in the order of the rounds; what comes from `warmUps` rounds before is left out.
 */
export async function takeTurns<Name extends string>(
  contenders: Readonly<Record<Name, () => number | Promise<number>>>,
  { bench, rounds, warmUps = 1 }: { bench: Bench; rounds: number; warmUps?: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    number[]
  >;
  for (let round = -warmUps; round < rounds; round += 1) {
    bench.progress(Math.max(0, round) / rounds);
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await contenders[name]();
      if (round >= 0) measured[name].push(value);
    }
  }
  return measured;
}
