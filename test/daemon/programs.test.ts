import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Programs } from '../../src/core/ports.ts';
import { openPrograms } from '../../src/daemon/programs.ts';
import { isRunning } from '../fixtures/process.ts';

const path = process.env['PATH'] ?? '';
const long = { deadlineMs: 15_000 };
let folder: string;
let programs: Programs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-programs-'));
  programs = openPrograms({ env: { PATH: path }, platform: 'linux' });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('run', () => {
  it('gives what a program has said', async () => {
    const { stdout, stderr } = await programs.run(sh('printf "a\\0b"; echo aside >&2'), long);
    expect(Buffer.from(stdout)).toEqual(Buffer.from('a\0b'));
    expect(stderr).toBe('aside');
  });

  it('gives all of a long answer', async () => {
    const { stdout } = await programs.run(sh('head -c 20000000 /dev/zero'), long);
    expect(stdout).toHaveLength(20_000_000);
  });

  it('hands a program its input', async () => {
    const input = 'Grüße 🎙️\n'.repeat(100_000);
    const { stdout } = await programs.run(['cat'], { ...long, input });
    expect(Buffer.from(stdout).toString()).toBe(input);
  });

  it('ends the input even where there is none', async () => {
    const { stdout } = await programs.run(['cat'], { ...long, input: '' });
    expect(stdout).toHaveLength(0);
  });

  it.each([
    ['exit 0', 0],
    ['exec 0<&-; sleep 0.1', 0],
  ])('does not mind a program that reads no input: %s', async (script) => {
    const input = 'x'.repeat(5_000_000);
    await expect(programs.run(sh(script), { ...long, input })).resolves.toMatchObject({
      stderr: '',
    });
  });

  it('tells the exit code and the end of what a failing program said', async () => {
    const script = 'i=0; while [ $i -lt 2000 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 7';
    await expect(programs.run(sh(script), long)).rejects.toMatchObject({
      code: 'program_failed',
      message: expect.stringMatching(/^“sh” ended with exit code 7: [^]*line 1999$/),
    });
  });

  it('tells the signal that ended a program', async () => {
    await expect(programs.run(sh('kill -SEGV $$'), long)).rejects.toMatchObject({
      code: 'program_failed',
      message: '“sh” was ended by SIGSEGV.',
    });
  });

  it('says what is not installed', async () => {
    await expect(programs.run(['no-such-program'], long)).rejects.toMatchObject({
      code: 'program_missing',
      message: expect.stringContaining('“no-such-program” is not installed'),
    });
  });

  it('says what cannot be started', async () => {
    const broken = file('broken', '#!/no/such/interpreter\n');
    await expect(programs.run([broken], long)).rejects.toMatchObject({
      code: 'program_missing',
      message: expect.stringContaining(`“${broken}” cannot be started`),
    });
    await expect(programs.run(['echo', 'x'.repeat(3_000_000)], long)).rejects.toMatchObject({
      code: 'program_failed',
      message: expect.stringContaining('E2BIG'),
    });
  });

  it('kills what hangs at the deadline, with all that it started', async () => {
    const script = family(`trap "" TERM`);
    await expect(programs.run(sh(script), { deadlineMs: 500 })).rejects.toMatchObject({
      code: 'program_timeout',
      message: '“sh” did not end within 0.5 s and was killed.',
    });
    await expectGone();
  });

  it('kills what the first signal has left alive', async () => {
    // The program itself ends politely, and leaves a child that does not.
    const script = family('', '(trap "" TERM; sleep 300; sleep 300)');
    await expect(programs.run(sh(script), { deadlineMs: 500 })).rejects.toMatchObject({
      code: 'program_timeout',
    });
    await expectGone();
  });

  it('does not wait for a child that holds the output', async () => {
    const script = `sleep 300 & echo $! >${folder}/pids; echo done`;
    const { stdout } = await programs.run(sh(script), long);
    expect(Buffer.from(stdout).toString()).toBe('done\n');
    for (const pid of pids()) process.kill(pid);
  });

  it('leaves the child of a program alone whose output is not read', async () => {
    const script = `sleep 300 & echo $! >${folder}/pids`;
    await programs.run(sh(script), { ...long, ignoreOutput: true });
    expect(pids().map(isRunning)).toEqual([true]);
    for (const pid of pids()) process.kill(pid);
  });

  it('ends a program when its signal aborts', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled by the person');
    const running = programs.run(sh(family()), { ...long, signal: cancel.signal });
    await appeared('pids');
    cancel.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expectGone();
  });

  it('starts nothing when its signal has aborted before', async () => {
    const script = `: >${folder}/pids`;
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(programs.run(sh(script), { ...long, signal })).rejects.toThrow('too late');
    expect(() => readFileSync(join(folder, 'pids'))).toThrow('ENOENT');
  });
});

describe('start', () => {
  it('gives the output as it comes, and how it ended', async () => {
    const program = programs.start(sh('echo one; read wait; echo two; echo aside >&2; exit 3'));
    const output = [];
    for await (const chunk of program.output) output.push(Buffer.from(chunk).toString());
    expect(output.join('')).toBe('one\ntwo\n');
    expect(await program.exited).toEqual({ code: 3, signal: null, stderr: 'aside' });
  });

  it('hands a program its input as it comes, and ends it', async () => {
    const more = Promise.withResolvers<void>();
    async function* input() {
      yield Buffer.from('one\n');
      await more.promise;
      yield Buffer.from('two\n');
    }
    const program = programs.start(['cat'], { input: input() });
    const output = [];
    for await (const chunk of program.output) {
      output.push(Buffer.from(chunk).toString());
      more.resolve();
    }
    expect(output).toEqual(['one\n', 'two\n']);
    expect(await program.exited).toMatchObject({ code: 0 });
  });

  it('does not mind a program that takes no input', async () => {
    async function* input() {
      for (;;) yield Buffer.alloc(1_000_000);
    }
    const program = programs.start(sh('exec 0<&-; exit 3'), { input: input() });
    expect(await program.exited).toMatchObject({ code: 3 });
  });

  it('keeps the last 4 KiB of stderr', async () => {
    const program = programs.start(sh('head -c 100000 /dev/zero | tr "\\0" x >&2; printf end >&2'));
    const { stderr } = await program.exited;
    expect(stderr).toHaveLength(4096);
    expect(stderr).toMatch(/xend$/);
  });

  it('kills the whole group, and may be asked to twice', async () => {
    const program = programs.start(sh(family()));
    await appeared('pids');
    await Promise.all([program.kill(), program.kill()]);
    expect(await program.exited).toMatchObject({ code: null, signal: 'SIGTERM' });
    await program.kill();
    await expectGone();
  });

  it('kills what does not heed the first signal', async () => {
    const program = programs.start(sh(family('trap "" TERM')));
    await appeared('pids');
    await program.kill();
    expect(await program.exited).toMatchObject({ signal: 'SIGKILL' });
    await expectGone();
  });

  it('kills a program that is stopped', async () => {
    const program = programs.start(sh(family()));
    await appeared('pids');
    process.kill(program.pid, 'SIGSTOP');
    await program.kill();
    expect(await program.exited).toMatchObject({ code: null });
    await expectGone();
  });

  it('tells its end though nobody reads the output and a child holds stderr', async () => {
    const script = `sleep 300 & echo $! >${folder}/pids; echo unread; exit 4`;
    const program = programs.start(sh(script));
    expect(await program.exited).toMatchObject({ code: 4 });
    for (const pid of pids()) process.kill(pid);
    for await (const chunk of program.output)
      expect(Buffer.from(chunk).toString()).toBe('unread\n');
  });

  it('throws at once for a program that is missing', () => {
    expect(() => programs.start(['no-such-program'])).toThrow('is not installed');
  });
});

it('keeps API keys to itself, but for those it is told to hand on', async () => {
  const env = {
    PATH: path,
    OPENAI_API_KEY: 'secret-1',
    WHIS_OPENAI_API_KEY: 'secret-2',
    other_api_key: 'secret-3',
    LANG: 'C',
    UNSET: undefined,
  };
  const careful = openPrograms({ env, platform: 'linux' });
  const { stdout } = await careful.run(['env'], { ...long, env: { GROQ_API_KEY: 'needed' } });
  const lines = Buffer.from(stdout).toString().trim().split('\n');
  expect(lines.toSorted()).toEqual(['GROQ_API_KEY=needed', 'LANG=C', `PATH=${path}`]);
});

function sh(script: string): readonly string[] {
  return ['sh', '-c', script];
}

/** A script that starts two more processes, writes the three numbers to `pids` and waits. */
function family(first = '', child = 'sleep 300'): string {
  const names = join(folder, 'pids');
  return `${first}
sh -c '${child} & echo $! >>${names}.new; wait' & echo $! >>${names}.new
echo $$ >>${names}.new
until [ $(wc -l <${names}.new) = 3 ]; do :; done
mv ${names}.new ${names}
wait; sleep 300; sleep 300`;
}

function pids(): number[] {
  return readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number);
}

async function expectGone(): Promise<void> {
  expect(pids().every((pid) => pid > 1)).toBe(true);
  await expect.poll(() => pids().filter(isRunning), { timeout: 5_000 }).toEqual([]);
}

async function appeared(name: string): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!existsSync(join(folder, name))) {
      await once(watcher, 'change');
    }
  } finally {
    watcher.close();
  }
}

function file(name: string, text: string): string {
  const full = join(folder, name);
  writeFileSync(full, text);
  chmodSync(full, 0o755);
  return full;
}
