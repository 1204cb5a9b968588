import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startAudioServer } from '../../test/fixtures/audio-server.ts';
import { Home } from '../../test/fixtures/home.ts';
import type { Figure } from '../figure.ts';
import { childrenOf, Opponent, usageOf } from '../process.ts';
import { recorderArguments } from '../recorder.ts';
import { median } from '../statistics.ts';

const recordedMs = 30_000;

/** A start costs something too, but this is about what goes on as long as one speaks. */
const settleMs = 2000;

/**
 * What recording costs while it goes on: the daemon and its recorder; against parec, writing a WAV, and
 * against what any program in Node pays that takes each piece as parec gives it.
 */
export const recording: Figure = {
  name: 'recording',
  title: 'While recording',
  ifMissed:
    'Nothing but a bare Node that pipes the sound into a file, taking it ten times a second as whis does, already costs ' +
    '1.6 to 1.7 × `parec`; one that is woken by each piece, 2.5 to 3.6 ×. The rest is the level ten times a second, and the ' +
    'file that is made whole and synced once a second.',
  async measure(bench) {
    await using stack = new AsyncDisposableStack();
    const audio = await startAudioServer();
    stack.defer(() => audio.close());
    const home = await Home.make(audio.env);
    stack.defer(() => home.close());
    const daemon = await home.listen();
    const client = await daemon.connect();
    const rounds = bench.rounds(3);
    const measured = { cpu: pairs(), bytes: pairs(), piped: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const path = join(home.folder, `${round}.wav`);
      const [program, ...args] = [...recorderArguments, '--file-format=wav', path];
      const parec = spawn(program, args, { env: home.env, stdio: 'ignore' });
      stack.defer(() => void parec.kill());
      const piped = join(home.folder, `${round}.raw`);
      await using pipe = await Opponent.start('pipe.cjs', [piped, ...recorderArguments], home.env);
      const { session_id } = await client.call('start_session', {});
      const { session } = await client.call('get_session', { session_id });
      await delay(settleMs, undefined, { signal: bench.signal });
      const look = () => ({
        whis: cpuWithChildren(daemon.pid),
        parec: cpuWithChildren(parec.pid ?? -1),
        piped: cpuWithChildren(pipe.pid),
        whisBytes: statSync(session.audio_path ?? '').size,
        parecBytes: statSync(path).size,
        at: performance.now(),
      });
      const before = look();
      for (let waited = 0; waited < recordedMs; waited += 1000) {
        bench.progress((round + waited / recordedMs) / rounds);
        await delay(1000, undefined, { signal: bench.signal });
      }
      const after = look();
      const seconds = (after.at - before.at) / 1000;
      measured.cpu.whis.push((after.whis - before.whis) / seconds / 10);
      measured.cpu.parec.push((after.parec - before.parec) / seconds / 10);
      measured.piped.push((after.piped - before.piped) / seconds / 10);
      measured.bytes.whis.push((after.whisBytes - before.whisBytes) / seconds);
      measured.bytes.parec.push((after.parecBytes - before.parecBytes) / seconds);
      await client.call('cancel_session', { session_id });
      const exited = once(parec, 'exit');
      parec.kill();
      await exited;
    }
    await client.close();
    const common = { against: 'parec alone', samples: rounds };
    return [
      {
        what: 'CPU of one core while recording',
        unit: '%',
        ours: median(measured.cpu.whis),
        other: median(measured.cpu.parec),
        goals: [{ of: 'ratio', atMost: 2 }],
        ...common,
      },
      {
        what: 'the same, beside what Node pays for a pipe',
        unit: '%',
        ours: median(measured.cpu.whis),
        other: median(measured.piped),
        goals: [],
        ...common,
        against: 'bare Node that pipes parec',
      },
      {
        what: 'audio written a second',
        unit: 'bytes',
        ours: median(measured.bytes.whis),
        other: median(measured.bytes.parec),
        goals: [],
        ...common,
      },
    ];
  },
};

/** Of a process and those that it has started. */
function cpuWithChildren(pid: number): number {
  const pids = [pid, ...childrenOf(pid)];
  return pids.reduce((sum, one) => sum + usageOf(one).cpuMs, 0);
}

function pairs(): { whis: number[]; parec: number[] } {
  return { whis: [], parec: [] };
}
