import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { childrenOf, isRunning } from '../../fixtures/process.ts';
import {
  installStreamingToneModel,
  installToneModel,
  installToneVad,
} from '../../fixtures/tone-model.ts';
import { speakTones } from '../../fixtures/tones.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace, type Workplace } from '../workplace.ts';

const settings = settingsWith('local', { local: { model: 'tones' } });
const hints = { language: null, languages: [], words: [] };
const refused = /could not load it.*lets it be tried again/s;

describe('a model that cannot be loaded', () => {
  it.each([
    ['ends the process, since it says nothing of itself', installToneModel, {}],
    ['ends the process, though it would stream', installStreamingToneModel, {}],
  ])('%s: it is tried once', async (_, install, metadata) => {
    const workplace = await openWorkplace();
    await install(workplace.modelsFolder, 'tones', { metadata });
    const engine = workplace.open().choose(settings);
    const audio = await workplace.say('hello');
    engine.warmUp(hints);
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringMatching(refused),
      });
    }
    engine.warmUp(hints);
    expect(workplace.children).toHaveLength(1);
  });

  it.each([
    ['whole', installToneModel],
    ['streaming', installStreamingToneModel],
  ])(
    'is tried again as soon as its file has changed, if it is damaged and %s',
    async (_, install) => {
      const workplace = await openWorkplace();
      const model = join(await install(workplace.modelsFolder, 'tones'), 'model.onnx');
      const good = await readFile(model);
      await writeFile(model, good.subarray(0, good.length / 2));
      const engine = workplace.open().choose(settings);
      const audio = await workplace.record(speakTones('hello', { gapMs: 80 }));
      const reasons = [];
      for (let attempt = 0; attempt < 2; attempt++)
        reasons.push(await engine.transcribe(audio, never).catch((error: Error) => error.message));
      expect(reasons[0]).toMatch(refused);
      expect(reasons[1]).toBe(reasons[0]);
      await writeFile(model, good);
      expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'hello' });
    },
  );

  it('is tried again once the doctor was asked, who says what was wrong', async () => {
    const { workplace, engines } = await openRefused();
    const audio = await workplace.say('hello');
    const attempt = () => engines.choose(settings).transcribe(audio, never);
    await expect(attempt()).rejects.toThrow(refused);
    expect(engines.checks(settings)).toContainEqual({
      name: 'model tones',
      ok: false,
      found: expect.stringMatching(refused) as string,
      fix: expect.any(String) as string,
    });
    expect(workplace.children).toHaveLength(1);
    await expect(attempt()).rejects.toThrow(refused);
    expect(workplace.children).toHaveLength(2);
  });

  it('is told for broken by whoever is asked, however often, until it has changed', async () => {
    const { workplace, engines } = await openRefused();
    const wrong = () => engines.checks(settings).filter(({ ok }) => !ok);
    expect(wrong()).toEqual([]);
    const audio = await workplace.say('hello');
    await expect(engines.choose(settings).transcribe(audio, never)).rejects.toThrow(refused);
    for (const _ of ['first', 'second']) {
      expect(wrong().map(({ name }) => name)).toEqual(['engine', 'engine local', 'model tones']);
      expect(engines.choose(settings).problem).toMatch(refused);
      expect(engines.refused()).toEqual([
        { name: 'tones', problem: expect.stringMatching(refused) as string },
      ]);
    }
    await installToneModel(workplace.modelsFolder, 'tones');
    expect(wrong()).toEqual([]);
    expect(engines.choose(settings).problem).toBeNull();
    expect(engines.refused()).toEqual([]);
  });

  it('is well again as soon as it could be loaded', async () => {
    const { workplace, engines } = await openRefused();
    const model = join(workplace.modelsFolder, 'tones', 'model.onnx');
    const bad = await readFile(model);
    // What is wrong is not in its files: they have the same size and date when it works.
    await installToneModel(workplace.modelsFolder, 'tones');
    const good = await readFile(model);
    const length = Math.max(bad.length, good.length);
    const put = async (bytes: Buffer) => {
      await writeFile(model, Buffer.concat([bytes], length));
      await utimes(model, 1, 1);
    };
    await put(bad);
    const audio = await workplace.say('hello');
    const attempt = () => engines.choose(settings).transcribe(audio, never);
    await expect(attempt()).rejects.toThrow(refused);
    await put(good);
    expect(engines.refused()).toHaveLength(1);
    await expect(attempt()).rejects.toThrow(refused);
    engines.forgive();
    expect(await attempt()).toMatchObject({ text: 'hello' });
    expect(engines.refused()).toEqual([]);
  });

  it('is tried again once somebody has held its files against their checksums', async () => {
    const { workplace, engines } = await openRefused();
    const audio = await workplace.say('hello');
    for (const attempts of [1, 2]) {
      await expect(engines.choose(settings).transcribe(audio, never)).rejects.toThrow(refused);
      expect(workplace.children).toHaveLength(attempts);
      engines.forgive();
    }
  });

  it('is gone without, if it only helps', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder, 'tones');
    const vad = await installToneVad(workplace.modelsFolder);
    await writeFile(join(vad, 'model.onnx'), 'nothing of use');
    const engine = workplace.open().choose(settings);
    for (const text of ['one', 'two'])
      expect(await engine.transcribe(await workplace.say(text), never)).toMatchObject({ text });
    expect(workplace.children.length).toBeLessThanOrEqual(2);
  });
});

describe('a model that was loaded', () => {
  it('is no bad model when its process is killed in the middle of a recording', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder, 'tones');
    const engine = workplace.open().choose(settings);
    const audio = await workplace.say('hello');
    await engine.transcribe(audio, never);
    const running = engine.transcribe(audio, never);
    await Promise.all([expect(running).rejects.toThrow('SIGKILL'), workplace.children[0]?.kill()]);
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'hello' });
  });

  it('is loaded anew when its files have changed', async () => {
    const workplace = await openWorkplace();
    const folder = await installToneModel(workplace.modelsFolder, 'tones');
    const engine = workplace.open().choose(settings);
    const audio = await workplace.say('hello');
    await engine.transcribe(audio, never);
    await utimes(join(folder, 'model.onnx'), 1, 1);
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'hello' });
    expect(workplace.children).toHaveLength(2);
  });

  it('gives the memory back when it is let go of', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder, 'tones');
    const engine = workplace.open().choose(settings);
    await engine.transcribe(await workplace.say('hello'), never);
    const [child, ...others] = childrenOf(process.pid).filter(({ command }) =>
      command.includes('engines/local/child'),
    );
    expect(others).toEqual([]);
    const pid = child?.pid ?? 0;
    const [, kibibytes = '0'] = /VmRSS:\s+(\d+) kB/.exec(await statusOf(pid)) ?? [];
    expect(Number(kibibytes)).toBeGreaterThan(0);
    await engine.close();
    expect(isRunning(pid)).toBe(false);
    console.log(`The engine's process had ${Math.round(Number(kibibytes) / 1024)} MiB, now none.`);
  });
});

async function openRefused(): Promise<{
  workplace: Workplace;
  engines: ReturnType<Workplace['open']>;
}> {
  const workplace = await openWorkplace();
  await installToneModel(workplace.modelsFolder, 'tones', { metadata: {} });
  return { workplace, engines: workplace.open() };
}

function statusOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/status`, 'utf8');
}
