import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { Fall } from '../../src/engines/ladder.ts';
import type { Patience } from '../../src/engines/services/service.ts';
import type { EngineChoice, EngineName, Settings } from '../../src/protocol/settings.ts';
import { installToneModel } from '../fixtures/tone-model.ts';
import { settingsWith } from './settings.ts';
import { never, openWorkplace, type Workplace } from './workplace.ts';

const nothingOnPath = { PATH: '/nonexistent' };
const key = 'sk-test-0123456789';
const impatient: Patience = {
  tries: 1,
  allowance: { baseMs: 10_000, perAudioMs: 1 },
  backOffMs: 1,
  longestPauseMs: 1,
};

describe('auto', () => {
  it('takes a local model before a program before a key', async () => {
    const { workplace, path } = await withProgram();
    const engines = workplace.open({ env: { PATH: path, WHIS_OPENAI_API_KEY: key } });
    expect(engines.choose(settingsWith())).toMatchObject({
      name: 'command',
      model: 'pocketsphinx',
    });
    await installToneModel(workplace.modelsFolder);
    expect(engines.choose(settingsWith())).toMatchObject({ name: 'local', model: 'tones' });
  });

  it.each<[string, Record<string, string>, Partial<Settings['engines']['openai']>]>([
    ['WHIS_OPENAI_API_KEY', { WHIS_OPENAI_API_KEY: key }, {}],
    ['the settings', {}, { api_key: key }],
  ])(
    'takes a service when a key was given to whis in %s, and says that audio leaves',
    async (_, env, openai) => {
      const workplace = await openWorkplace();
      const engines = workplace.open({ env: { ...nothingOnPath, ...env } });
      expect(engines.choose(settingsWith('auto', { openai }))).toMatchObject({
        name: 'openai',
        model: 'whisper-1',
        sendsAudioAway: true,
      });
    },
  );

  it('takes no notice of a general OPENAI_API_KEY, nor of empty keys', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({
      env: { ...nothingOnPath, OPENAI_API_KEY: key, WHIS_OPENAI_API_KEY: '' },
    });
    expect(() => engines.choose(settingsWith())).toThrow(
      expect.objectContaining({ code: 'no_engine' }),
    );
    expect(engines.choose(settingsWith('openai'))).toMatchObject({ name: 'openai' });
    expect(engines.choose(settingsWith(), { engine: 'openai' })).toMatchObject({ name: 'openai' });
  });

  it('lists the ways with their commands when there is nothing', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    const error = refusal(() => engines.choose(settingsWith()));
    expect(error.code).toBe('no_engine');
    for (const way of [
      workplace.modelsFolder,
      'apt install pocketsphinx',
      'whisper-cli',
      'whis config set engines.command.argv',
      'whis config set engines.openai.api_key -',
    ])
      expect(error.message).toContain(way);
  });

  it.each<[string, Parameters<typeof settingsWith>[1]]>([
    ['a local model', { local: { model: 'gone' } }],
    ['a program', { command: { argv: ['gone', '{file}'] } }],
    ['a preset', { command: { preset: 'whisper-cli' } }],
  ])('does not send audio away when the settings name %s that is missing', async (_, named) => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: { ...nothingOnPath, WHIS_OPENAI_API_KEY: key } });
    const error = refusal(() => engines.choose(settingsWith('auto', named)));
    expect(error.code).toBe('no_engine');
    expect(error.message).toMatch(/gone|whisper-cli/);
  });

  it('passes over a broken model, and takes the newest of the others', async () => {
    const workplace = await openWorkplace();
    for (const [index, name] of ['old', 'new', 'broken'].entries()) {
      const folder = await installToneModel(workplace.modelsFolder, name);
      await utimes(join(folder, 'manifest.json'), index, index);
    }
    await writeFile(join(workplace.modelsFolder, 'broken', 'manifest.json'), '{');
    const engines = workplace.open({ env: nothingOnPath });
    expect(engines.choose(settingsWith())).toMatchObject({ model: 'new' });
    expect(engines.choose(settingsWith('auto', { local: { model: 'old' } }))).toMatchObject({
      model: 'old',
    });
  });
});

describe('choose', () => {
  it.each<[EngineChoice, string]>([
    ['local', 'No local model is installed'],
    ['command', 'No recogniser is there'],
    ['openai', 'No key for OpenAI'],
  ])('says what %s lacks, and lists the other ways', async (engine, lack) => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    const error = refusal(() => engines.choose(settingsWith(engine)));
    expect(error).toMatchObject({ code: 'no_engine', message: expect.stringContaining(lack) });
    expect(error.message).toContain('The ways, most private first');
    expect(refusal(() => engines.choose(settingsWith(), { engine }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(lack),
    });
  });

  it('needs no key for a service of one’s own', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    const openai = { base_url: 'http://localhost:8000/v1', model: 'whisper-small' };
    expect(engines.choose(settingsWith('openai', { openai }), { model: 'large' })).toMatchObject({
      model: 'large',
      sendsAudioAway: false,
    });
  });

  it('takes the model that is wanted, and says which there are when it is not there', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder, 'one');
    await installToneModel(workplace.modelsFolder, 'two');
    const engines = workplace.open({ env: { ...nothingOnPath, WHIS_OPENAI_API_KEY: key } });
    for (const model of ['one', 'two'])
      expect(engines.choose(settingsWith(), { model })).toMatchObject({ name: 'local', model });
    const error = refusal(() => engines.choose(settingsWith(), { model: 'three' }));
    expect(error.code).toBe('invalid_request');
    expect(error.message).toMatch(/no local model “three”.*Installed: (one, two|two, one)\./);
  });

  it('says what is wrong with a model that is named and broken', async () => {
    const workplace = await openWorkplace();
    await mkdir(join(workplace.modelsFolder, 'odd'), { recursive: true });
    await writeFile(join(workplace.modelsFolder, 'odd', 'manifest.json'), '{"kind": "magic"}');
    const engines = workplace.open({ env: nothingOnPath });
    expect(refusal(() => engines.choose(settingsWith(), { model: 'odd' }))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/manifest\.json: “kind” is "magic"; allowed: ctc/),
    });
  });

  it('sees models that come and go while it runs', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    expect(() => engines.choose(settingsWith('local'))).toThrow(/No local model/);
    const folder = await installToneModel(workplace.modelsFolder);
    expect(engines.choose(settingsWith('local')).model).toBe('tones');
    await writeFile(join(folder, 'manifest.json'), '[]');
    expect(() => engines.choose(settingsWith('local'))).toThrow(/holds no JSON object/);
  });
});

describe('fallback_engines', () => {
  const service = { base_url: 'http://localhost:9/v1', api_key: key };
  const own = { openai: service, command: { argv: ['/bin/echo', 'from the command'] } };

  it('take the same audio when the first choice fails, and say so', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ timing: { openai: impatient } });
    const falls: Fall[] = [];
    const settings = { ...settingsWith('openai', own), fallback_engines: ['command'] as const };
    const engine = engines.choose(settings, {}, (fall) => falls.push(fall));
    expect(engine).toMatchObject({ name: 'openai', model: 'whisper-1' });
    const { text } = await engine.transcribe(await workplace.say('ab'), never);
    expect(text).toMatch(/^from the command/);
    expect(engine).toMatchObject({ name: 'command', model: 'echo', sendsAudioAway: false });
    expect(falls).toMatchObject([
      { from: 'openai', to: 'command', error: { code: 'engine_unreachable' } },
    ]);
    // The next session begins at the top.
    expect(engines.choose(settings).name).toBe('openai');
  });

  it('are taken when the first choice is not there, and passed over when they are not', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    const settings = (...fallback_engines: EngineName[]) => ({
      ...settingsWith('local', own),
      fallback_engines,
    });
    expect(engines.choose(settings('groq', 'command')).name).toBe('command');
    expect(engines.choose(settings('local', 'openai', 'openai')).name).toBe('openai');
    expect(refusal(() => engines.choose(settings('groq')))).toMatchObject({
      code: 'no_engine',
      message: expect.stringContaining('No local model is installed'),
    });
  });

  it('have no part in a dictation that wants an engine or a model of its own', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath, timing: { openai: impatient } });
    const settings = { ...settingsWith('command', own), fallback_engines: ['command'] as const };
    for (const wanted of [{ engine: 'openai' }, { engine: 'openai', model: 'x' }] as const) {
      const engine = engines.choose(settings, wanted);
      await expect(engine.transcribe(await workplace.say('a'), never)).rejects.toMatchObject({
        code: 'engine_unreachable',
      });
    }
    expect(() => engines.choose(settings, { model: 'gone' })).toThrow(/gone/);
  });

  it('are wrong for the doctor when they are not there', async () => {
    const workplace = await openWorkplace();
    const settings = { ...settingsWith('command', own), fallback_engines: ['groq'] as const };
    const checks = workplace.open({ env: nothingOnPath }).checks(settings);
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'engine groq', fix: expect.stringContaining('WHIS_GROQ_API_KEY') },
    ]);
  });
});

describe('deadlines', () => {
  it('go before the engine’s own', async () => {
    const workplace = await openWorkplace();
    const { deadlines, ...settings } = settingsWith('command', {
      command: { argv: ['/bin/sleep', '60'] },
    });
    const engine = workplace.open().choose({
      ...settings,
      deadlines: { ...deadlines, transcription_seconds: 0.05, transcription_per_second: 0.5 },
    });
    const audio = { ...(await workplace.say('ab')), durationMs: 100 };
    await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
      code: 'engine_timeout',
      message: expect.stringContaining('0.1 s'),
    });
  });
});

describe('unload_after_minutes', () => {
  it('lets go of a local model so long after its last use', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder);
    const engine = workplace
      .open()
      .choose(settingsWith('local', { local: { unload_after_minutes: 0.001 } }));
    await engine.transcribe(await workplace.say('ab'), never);
    expect(await workplace.children[0]?.exited).toBeDefined();
  });
});

describe('checks', () => {
  it('tells how to get each engine when there is none', async () => {
    const workplace = await openWorkplace();
    const checks = workplace.open({ env: nothingOnPath }).checks(settingsWith());
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['engine', false],
      ['engine local', false],
      ['engine command', false],
      ['engine openai', false],
    ]);
    for (const { fix } of checks) expect(fix).not.toBeNull();
  });

  it('tells what is used, finds nothing wrong in what is not needed, but in broken models', async () => {
    const workplace = await openWorkplace();
    await installToneModel(workplace.modelsFolder);
    await mkdir(join(workplace.modelsFolder, 'odd'));
    await writeFile(join(workplace.modelsFolder, 'odd', 'manifest.json'), 'odd');
    const checks = workplace.open({ env: nothingOnPath }).checks(settingsWith());
    expect(checks[0]).toEqual({
      name: 'engine',
      ok: true,
      found: 'local, tones; audio stays on this machine',
      fix: null,
    });
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      {
        name: 'model odd',
        ok: false,
        found: expect.stringContaining('is not JSON'),
        fix: expect.any(String),
      },
    ]);
  });
});

async function withProgram(): Promise<{ workplace: Workplace; path: string }> {
  const workplace = await openWorkplace();
  const path = join(workplace.folder, 'bin');
  await mkdir(path);
  await writeFile(join(path, 'pocketsphinx_continuous'), '#!/bin/sh\n', { mode: 0o700 });
  return { workplace, path };
}

function refusal(act: () => unknown): Error & { code?: string } {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}
