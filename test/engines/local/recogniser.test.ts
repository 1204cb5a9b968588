import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import type { Engine, RecordedAudio } from '../../../src/core/ports.ts';
import type { Allowance } from '../../../src/engines/deadline.ts';
import type { Engines } from '../../../src/engines/index.ts';
import { installToneModel } from '../../fixtures/tone-model.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace, type Workplace } from '../workplace.ts';

const oddChild = resolve(import.meta.dirname, 'odd-child.ts');
const hints = { language: null, languages: [], words: [] };
/** Each task has as long as its audio: a minute, unless the test is about a child that hangs. */
const asLongAsTheAudio: Allowance = { baseMs: 0, perAudioMs: 1 };

describe('the process of the local engine', () => {
  it('is killed at the deadline when it answers nothing; the next task finds a fresh one', async () => {
    const { engine, children } = await open();
    await expect(engine.transcribe(audio('answer nothing', 300), never)).rejects.toMatchObject({
      code: 'engine_timeout',
      message: expect.stringContaining('“tones” gave no text within 0.3 s'),
    });
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
    expect(children).toHaveLength(2);
  });

  it('is killed though it is stopped, as by SIGSTOP', async () => {
    const { engine, children } = await open();
    const { text } = await engine.transcribe(audio('tell the process'), never);
    process.kill(Number(text), 'SIGSTOP');
    await expect(engine.transcribe(audio('tell the process', 300), never)).rejects.toMatchObject({
      code: 'engine_timeout',
    });
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    const again = await engine.transcribe(audio('tell the process'), never);
    expect(Number(again.text)).not.toBe(Number(text));
  });

  it('may die at each task: every one fails with its last words', async () => {
    const { engine, children } = await open();
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(engine.transcribe(audio('die'), never)).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringMatching(/exit code 3.*I cannot go on/),
      });
    }
    expect(children).toHaveLength(3);
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
  });

  it('may be killed from outside in the middle of a task', async () => {
    const { engine, children } = await open();
    await engine.transcribe(audio('tell the process'), never);
    const running = engine.transcribe(audio('answer nothing'), never);
    await Promise.all([
      expect(running).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringMatching(/SIGKILL.*Did the memory run out/),
      }),
      children[0]?.kill(),
    ]);
  });

  it('is killed when it answers garbage', async () => {
    const { engine, children } = await open();
    await expect(engine.transcribe(audio('answer garbage'), never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('no transcript'),
    });
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is not listened to when it speaks without being asked, or about an earlier task', async () => {
    const { engine, children } = await open();
    for (let task = 0; task < 3; task++)
      expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({
        text: 'right',
      });
    expect(children).toHaveLength(1);
  });

  it('is killed when its task is cancelled, and the reason is told at once', async () => {
    const { engine, children } = await open();
    const cancel = new AbortController();
    const running = engine.transcribe(audio('answer nothing'), cancel.signal);
    await vi.waitFor(() => expect(children).toHaveLength(1));
    cancel.abort(new Error('never mind'));
    await expect(running).rejects.toThrow('never mind');
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
  });

  it('goes on when a task that waits for its turn is cancelled', async () => {
    const { engine, children } = await open();
    const cancel = new AbortController();
    const first = engine.transcribe(audio('babble first'), never);
    const second = engine.transcribe(audio('babble first'), cancel.signal);
    const third = engine.transcribe(audio('babble first'), never);
    cancel.abort(new Error('not this one'));
    await expect(second).rejects.toThrow('not this one');
    expect([(await first).text, (await third).text]).toEqual(['right', 'right']);
    expect(children).toHaveLength(1);
  });

  it('is let go of some time after its last task, and started again for the next', async () => {
    const { engine, children } = await open(50);
    await engine.transcribe(audio('babble first'), never);
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
    expect(children).toHaveLength(2);
  });

  it('is let go of when the engine is closed, which may still be used', async () => {
    const { engine, children } = await open();
    await engine.transcribe(audio('babble first'), never);
    await engine.close();
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
  });

  it('says so when it is let go of in the middle of a task', async () => {
    const { engine, children } = await open();
    const running = engine.transcribe(audio('answer nothing'), never);
    await Promise.all([
      expect(running).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringContaining('was closed while it transcribed'),
      }),
      vi.waitFor(() => expect(children).toHaveLength(1)).then(() => engine.close()),
    ]);
  });

  it('is started when one begins to speak, once, and stays until the work comes', async () => {
    const { engine, children } = await open(1);
    engine.warmUp(hints);
    engine.warmUp(hints);
    await vi.waitFor(() => expect(children).toHaveLength(1));
    expect(await engine.transcribe(audio('babble first'), never)).toMatchObject({ text: 'right' });
    expect(children).toHaveLength(1);
  });

  it('is let go of as soon as the settings say so', async () => {
    const { engines, children } = await open(null);
    const settings = settingsWith('local', { local: { unload_after_minutes: 1440 } });
    await engines.choose(settings).transcribe(audio('babble first'), never);
    engines.choose(settingsWith('local', { local: { unload_after_minutes: 0 } }));
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('is killed when it does not load its model in time, which is tried again', async () => {
    const { engine, children } = await open(undefined, 'never-loads');
    engine.warmUp(hints);
    for (const attempt of [1, 2]) {
      await expect(engine.transcribe(audio('babble first'), never)).rejects.toMatchObject({
        code: 'engine_timeout',
        message: expect.stringContaining('did not load the model “never-loads” within 0.3 s'),
      });
      expect(await children[attempt]?.exited).toMatchObject({ signal: 'SIGKILL' });
    }
  });

  it('is killed when its task is cancelled while it loads', async () => {
    const { engine, children } = await open(undefined, 'never-loads', 60);
    const cancel = new AbortController();
    const running = engine.transcribe(audio('babble first'), cancel.signal);
    await vi.waitFor(() => expect(children).toHaveLength(1));
    cancel.abort(new Error('never mind'));
    await expect(running).rejects.toThrow('never mind');
    expect(await children[0]?.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  it('gets none of the keys in the environment', async () => {
    vi.stubEnv('WHIS_OPENAI_API_KEY', 'sk-secret');
    try {
      const { engine } = await open();
      expect(await engine.transcribe(audio('tell the keys'), never)).toMatchObject({ text: '' });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

/** `null` leaves it to the settings when the process is let go of. */
async function open(
  unloadAfterMs?: number | null,
  model = 'tones',
  startSeconds = model === 'tones' ? 60 : 0.3,
): Promise<{ engine: Engine; engines: Engines; children: Workplace['children'] }> {
  const workplace = await openWorkplace();
  await installToneModel(workplace.modelsFolder, model);
  const engines = workplace.open({
    child: oddChild,
    timing: { local: asLongAsTheAudio },
    ...(typeof unloadAfterMs === 'number' && { unloadAfterMs }),
  });
  const settings = settingsWith('local');
  const deadlines = { ...settings.deadlines, engine_start_seconds: startSeconds };
  return {
    engine: engines.choose({ ...settings, deadlines }),
    engines,
    children: workplace.children,
  };
}

function audio(path: string, durationMs = 60_000): RecordedAudio {
  return { path, durationMs, language: null, languages: [], words: [] };
}
