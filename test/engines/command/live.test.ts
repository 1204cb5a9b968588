import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { Hints, LiveTranscription } from '../../../src/core/ports.ts';
import { wavHeaderBytes } from '../../../src/core/wav.ts';
import type { Allowance } from '../../../src/engines/deadline.ts';
import { isRunning } from '../../fixtures/process.ts';
import { speak } from '../../fixtures/speech.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

const hints: Hints = { language: null, languages: [], words: [] };
const preset = settingsWith('command', { command: { preset: 'pocketsphinx' } });

/** A tenth of a second. */
const frame = Int16Array.from({ length: 1600 }, (_, n) => n);

describe('a program that listens', () => {
  it('understands what it would of the whole file, and tells when each part of it was said', async () => {
    const engines = (await openWorkplace()).open();
    const engine = engines.choose(preset);
    const path = await speak('open the window');
    const bytes = await readFile(path);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + wavHeaderBytes));
    const live = listening(engine.listen(hints));
    for (let at = 0; at < samples.length; at += 1600) live.add(samples.subarray(at, at + 1600));
    const durationMs = samples.length / 16;
    const [transcript, whole] = await Promise.all([
      live.finish(never),
      engine.transcribe({ path, durationMs, ...hints }, never),
    ]);
    expect(transcript).toEqual(whole);
    expect(transcript.text).toBe('open the window');
    const [{ start_s, end_s, text } = { start_s: 0, end_s: 0, text: '' }] = transcript.segments;
    expect(text).toBe(transcript.text);
    expect(start_s).toBeLessThan(0.5);
    expect(end_s).toBeGreaterThan(durationMs / 1000 - 0.5);
  });

  it('tells each utterance once, when it is printed to its end, and is given all of the sound', async () => {
    const { live, folder } = await listen(
      'printf "one two\\nthr"; cat > "$0.got"; printf "ee\\nthree 0.5 0.7 0.9\\n"',
    );
    const told: string[] = [];
    live.onText((text) => told.push(text));
    live.add(frame);
    await expect.poll(() => told).toEqual(['one two']);
    live.add(frame);
    expect(await live.finish(never)).toEqual({
      text: 'one two three',
      segments: [{ start_s: 0.5, end_s: 0.7, text: 'three' }],
    });
    expect(told).toEqual(['one two', 'one two three']);
    const got = await readFile(join(folder, 'pocketsphinx_continuous.got'));
    expect(got).toEqual(Buffer.concat([Buffer.from(frame.buffer), Buffer.from(frame.buffer)]));
  });

  it.each([
    ['has failed', 'cat > /dev/null; exit 3', /exit code 3/],
    ['has ended before all was said', 'exec 0<&-; exit 0', /too early/],
  ])('says so when it %s', async (_what, script, message) => {
    const { live } = await listen(script);
    // More than the pipes on the way hold.
    for (let n = 0; n < 1000; n += 1) live.add(frame);
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(message),
    });
  });

  it('says so when it has ended long before all was said', async () => {
    // Those who start it wait for `cat`, which ends as soon as nobody takes what it has.
    const { live, pid } = await listen('echo $PPID > "$0.pid"; echo half');
    await expect.poll(pid).toBeGreaterThan(0);
    let seenGone = 0;
    const timesSeenGone = async () => {
      live.add(frame);
      return isRunning(await pid()) ? 0 : (seenGone += 1);
    };
    // The second time, what it has said last has come too.
    await expect.poll(timesSeenGone).toBeGreaterThan(1);
    await expect(live.finish(never)).rejects.toMatchObject({ code: 'engine_failed' });
  });

  it('is ended when it takes nothing of what is said, and says so', async () => {
    const { live, pid } = await listen('echo $$ > "$0.pid"; exec sleep 1000', {
      baseMs: 300,
      perAudioMs: 1000,
    });
    await expect.poll(pid).toBeGreaterThan(0);
    // More than the pipes on the way hold.
    for (let n = 0; n < 1000; n += 1) live.add(frame);
    await expect.poll(async () => isRunning(await pid())).toBe(false);
    await expect(live.finish(never)).rejects.toMatchObject({ code: 'engine_timeout' });
  });

  it('is ended at its deadline when it hangs', async () => {
    const { live, pid } = await listen('echo $$ > "$0.pid"; echo; sleep 1000', {
      baseMs: 300,
      perAudioMs: 1,
    });
    await expect.poll(pid).toBeGreaterThan(0);
    await expect(live.finish(never)).rejects.toMatchObject({ code: 'engine_timeout' });
    expect(isRunning(await pid())).toBe(false);
  });

  it('ends with the reason of whoever cancels, and when nobody listens any more', async () => {
    const script = 'echo $$ > "$0.pid"; echo; sleep 1000';
    const [one, other] = [await listen(script), await listen(script)];
    await expect.poll(one.pid).toBeGreaterThan(0);
    await expect.poll(other.pid).toBeGreaterThan(0);
    const cancel = new AbortController();
    const finished = one.live.finish(cancel.signal);
    cancel.abort(new Error('never mind'));
    await expect(finished).rejects.toThrow('never mind');
    expect(isRunning(await one.pid())).toBe(false);
    other.live.close();
    other.live.close();
    other.live.add(frame);
    await expect.poll(async () => isRunning(await other.pid())).toBe(false);
  });

  it('is none where only files are taken, or it cannot be started', async () => {
    const engines = (await openWorkplace()).open();
    const custom = settingsWith('command', { command: { argv: ['cat', '{file}'] } });
    expect(engines.choose(custom).listen(hints)).toBeNull();
    const { engine } = await install('', { path: [] });
    expect(engine.listen(hints)).toBeNull();
  });
});

function listening(live: LiveTranscription | null): LiveTranscription {
  if (!live) throw new Error('It does not listen.');
  return live;
}

async function listen(script: string, command?: Allowance) {
  const { engine, folder } = await install(script, command ? { command } : {});
  const pidFile = join(folder, 'pocketsphinx_continuous.pid');
  const pid = async () => Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  const live = listening(engine.listen(hints));
  onTestFinished(() => live.close());
  return { live, folder, pid };
}

/** An engine whose pocketsphinx is this script. */
async function install(
  script: string,
  {
    command,
    path = ['/usr/bin', '/bin'],
  }: { readonly command?: Allowance; readonly path?: readonly string[] },
) {
  const workplace = await openWorkplace();
  const folder = join(workplace.folder, 'bin');
  await mkdir(folder);
  const program = `#!/bin/sh\n${script}\n`;
  await writeFile(join(folder, 'pocketsphinx_continuous'), program, { mode: 0o700 });
  const engines = workplace.open({
    env: { PATH: [folder, ...path].join(delimiter) },
    ...(command ? { timing: { command } } : {}),
  });
  return { engine: engines.choose(preset), folder };
}
