import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { LiveTranscription } from '../../../src/core/ports.ts';
import type { Allowance } from '../../../src/engines/deadline.ts';
import { installStreamingToneModel } from '../../fixtures/tone-model.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace } from '../workplace.ts';

const oddChild = resolve(import.meta.dirname, 'odd-child.ts');
const [heard, die, babble, refuse, silence] = [0, 1, 2, 3, 4];

describe('listening, by a process that', () => {
  it('works, gives what it says', async () => {
    const { listen } = await open();
    const live = listen();
    live.add(frame(heard));
    live.add(frame(heard));
    expect(await live.finish(never)).toEqual({ text: '1024 samples', segments: [] });
  });

  it('dies, fails at the end with its last words, and the next one finds a fresh process', async () => {
    const { listen, children } = await open();
    const live = listen();
    live.add(frame(die));
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/exit code 4.*I cannot hear/),
    });
    const next = listen();
    expect(await next.finish(never)).toMatchObject({ text: '0 samples' });
    expect(children).toHaveLength(2);
  });

  it('died long before the end, fails all the same', async () => {
    const { listen, children, ready } = await open();
    const live = listen();
    await ready(live);
    await children[0]?.kill();
    live.add(frame(heard));
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/SIGKILL/),
    });
  });

  it.each([
    ['answers garbage', babble, 'no transcript'],
    ['says no', refuse, 'too loud'],
  ])('%s, fails', async (_, sample, words) => {
    const { listen } = await open();
    const live = listen();
    live.add(frame(sample));
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining(words),
    });
  });

  it('hears no more, is ended while one still speaks', async () => {
    const { listen, children, ready, pid } = await open({ baseMs: 200, perAudioMs: 1 });
    const live = listen();
    await ready(live);
    live.add(frame(silence, 60_000));
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_timeout',
      message: expect.stringContaining('did not keep up with what was spoken within 0.2 s'),
    });
    expect(await pid()).toBeGreaterThan(0);
  });

  it('is stopped before the end, is ended after what is left may take', async () => {
    const { listen, children, ready, pid } = await open({ baseMs: 250, perAudioMs: 2 });
    const live = listen();
    await ready(live);
    process.kill(await pid(), 'SIGSTOP');
    live.add(frame(heard, 1600));
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_timeout',
      message: expect.stringContaining('within 0.45 s'),
    });
    // Whoever transcribes all of it now finds a fresh process, though the old one is not gone yet.
    expect(await pid()).toBeGreaterThan(0);
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is not let go of while one speaks, however long the pause', async () => {
    const { listen, children, ready, pid, engine } = await open(undefined, 1);
    const live = listen();
    await ready(live);
    const first = await pid();
    expect(await pid()).toBe(first);
    expect(await live.finish(never)).toMatchObject({ text: '512 samples' });
    expect(children).toHaveLength(1);
    await engine.close();
  });

  it('is cancelled at the end, which is told at once', async () => {
    const { listen, children } = await open();
    const cancel = new AbortController();
    const live = listen();
    live.add(frame(silence));
    cancel.abort(new Error('never mind'));
    await expect(live.finish(cancel.signal)).rejects.toThrow('never mind');
    expect(await listen().finish(never)).toMatchObject({
      text: expect.stringContaining('samples'),
    });
    expect(children).toHaveLength(1);
  });

  it('is closed, says so', async () => {
    const { listen, ready, engine } = await open();
    const live = listen();
    await ready(live);
    await engine.close();
    await expect(live.finish(never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('was closed'),
    });
  });
});

async function open(local: Allowance = { baseMs: 60_000, perAudioMs: 0 }, unloadAfterMs?: number) {
  const workplace = await openWorkplace();
  await installStreamingToneModel(workplace.modelsFolder);
  const engines = workplace.open({
    child: oddChild,
    timing: { local },
    ...(unloadAfterMs !== undefined && { unloadAfterMs }),
  });
  const engine = engines.choose(settingsWith('local'));
  return {
    engine,
    children: workplace.children,
    listen: () => engine.listen({ language: null, languages: [], words: [] }) as LiveTranscription,
    /** Waits until the process listens. */
    ready: async (live: LiveTranscription): Promise<void> => {
      const first = Promise.withResolvers<string>();
      live.onText(first.resolve);
      live.add(frame(heard));
      await first.promise;
    },
    pid: async (): Promise<number> => {
      const audio = { language: null, languages: [], words: [], durationMs: 60_000 };
      const { text } = await engine.transcribe({ ...audio, path: 'tell the process' }, never);
      return Number(text);
    },
  };
}

function frame(firstSample: number, length = 512): Int16Array {
  const samples = new Int16Array(length);
  samples[0] = firstSample;
  return samples;
}
