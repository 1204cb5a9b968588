import { getDefaultHighWaterMark } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';

const programs = openPrograms({ env: process.env, platform: process.platform });

/** So seldom that no beat comes while a test runs. */
const hardlyEver = 3_600_000;

const untilTold = 'while :; do sleep 0.01; done';

/** A shell script that is read hardly ever, and what is heard of it. */
function start(script: string): {
  readonly program: ReturnType<typeof programs.start>;
  readonly said: string[];
} {
  const said: string[] = [];
  const program = programs.start(['sh', '-c', script], {
    readEveryMs: hardlyEver,
    onSaid: (text) => said.push(text),
  });
  return { program, said };
}

async function pieces(output: AsyncIterable<Uint8Array>, onFirst = () => {}): Promise<string[]> {
  const heard: string[] = [];
  for await (const piece of output) {
    heard.push(Buffer.from(piece).toString());
    if (heard.length === 1) onFirst();
  }
  return heard;
}

describe('a program that is read in rests', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `${index}\n`);
  const chatter = 'n=0; while [ $n -lt 30 ]; do echo $n; echo $n >&2; n=$((n+1)); sleep 0.01; done';

  it('is heard at once, and then no more often than that, to its end', async () => {
    const { program, said } = start(chatter);
    const heard = await pieces(program.output);
    expect(heard.join('')).toBe(lines.join(''));
    // The first, and what had come together when it ended, which may need a second look.
    expect(heard.length).toBeLessThanOrEqual(3);
    const { stderr } = await program.exited;
    expect(stderr).toBe(lines.join('').trim());
    expect(said.join('')).toBe(lines.join(''));
    expect(said.length).toBeLessThanOrEqual(3);
  });

  it('is heard to the end when it is killed while nobody listens', async () => {
    const { program } = start(`trap 'printf last; exit' TERM; printf first; ${untilTold}`);
    expect(await pieces(program.output, () => void program.kill())).toEqual(['first', 'last']);
  });

  it('leaves the pipes of other programs as they are', async () => {
    const usual = getDefaultHighWaterMark(false);
    const { program } = start('true');
    expect(getDefaultHighWaterMark(false)).toBe(usual);
    expect(() => programs.start(['whis-no-such-program'], { readEveryMs: 1 })).toThrow('whis-no');
    expect(getDefaultHighWaterMark(false)).toBe(usual);
    expect(await pieces(program.output)).toEqual([]);
    await program.exited;
  });
});
