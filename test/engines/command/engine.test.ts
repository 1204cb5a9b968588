import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { RecordedAudio } from '../../../src/core/ports.ts';
import type { Allowance } from '../../../src/engines/deadline.ts';
import type { Engines } from '../../../src/engines/index.ts';
import { isRunning } from '../../fixtures/process.ts';
import { speak } from '../../fixtures/speech.ts';
import { settingsWith } from '../settings.ts';
import { never, openWorkplace, type Workplace } from '../workplace.ts';

const audio: RecordedAudio = {
  path: '/tmp/a b {language}.wav',
  durationMs: 100,
  language: 'de-CH',
  languages: [],
  words: [],
};

describe('the command engine', () => {
  it('fills in file and language wherever they stand, and takes what is printed as the text', async () => {
    const { engine } = await open('printf "[%s]\\n" "$@"', ['-l={language}', '{file}', '{}', '']);
    expect(engine).toMatchObject({ name: 'command', model: 'program', sendsAudioAway: false });
    expect(await engine.transcribe(audio, never)).toEqual({
      text: '[-l=de]\n[/tmp/a b {language}.wav]\n[{}]\n[]',
      segments: [],
    });
    expect(await engine.transcribe({ ...audio, language: null }, never)).toMatchObject({
      text: expect.stringContaining('[-l=auto]'),
    });
  });

  it('has no text when the program prints none', async () => {
    const { engine } = await open('echo; echo "  "');
    expect(await engine.transcribe(audio, never)).toEqual({ text: '', segments: [] });
  });

  it('keeps letters of every alphabet', async () => {
    const { engine } = await open('printf "\\357\\273\\277grüezi, 你好 🎤"');
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'grüezi, 你好 🎤' });
  });

  it('says what a program that fails said last, and what to check', async () => {
    const { engine } = await open('echo half of it; echo "no such model" >&2; exit 3');
    await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/exit code 3: no such model\. Check engines\.command/),
    });
  });

  it('says so when a program prints something else than UTF-8', async () => {
    const { engine } = await open('printf "gr\\374ezi"');
    await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringContaining('not UTF-8'),
    });
  });

  it('kills a program that hangs, with everything that it started, at a deadline that grows with the audio', async () => {
    const { engine, folder } = await open('sleep 1000 & echo $! > "$0.pid"; wait', [], {
      baseMs: 300,
      perAudioMs: 2,
    });
    await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
      code: 'engine_timeout',
      message: expect.stringContaining('within 0.5 s'),
    });
    const grandchild = Number(await readFile(join(folder, 'program.pid'), 'utf8'));
    await expect.poll(() => isRunning(grandchild)).toBe(false);
  });

  it('takes the text of a program that leaves something behind which holds its output', async () => {
    const { engine, folder } = await open('sleep 1000 & echo $! > "$0.pid"; echo said');
    try {
      expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'said' });
    } finally {
      process.kill(Number(await readFile(join(folder, 'program.pid'), 'utf8')), 'SIGKILL');
    }
  });

  it('kills the program and tells the reason when it is cancelled', async () => {
    const { engine, folder } = await open(
      'echo $$ > "$0.pid.part"; mv "$0.pid.part" "$0.pid"; sleep 1000',
    );
    const cancel = new AbortController();
    const running = engine.transcribe(audio, cancel.signal);
    const pid = async () =>
      Number(await readFile(join(folder, 'program.pid'), 'utf8').catch(() => '0'));
    await expect.poll(pid).toBeGreaterThan(0);
    cancel.abort(new Error('never mind'));
    await expect(running).rejects.toThrow('never mind');
    expect(isRunning(await pid())).toBe(false);
  });

  it('is told about a program that has gone', async () => {
    const { engine } = await open('echo', []);
    const gone = await open('echo', []);
    await writeFile(join(gone.folder, 'program'), '');
    await chmod(join(gone.folder, 'program'), 0o600);
    await expect(gone.engine.transcribe(audio, never)).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/is not installed.*Check engines\.command/),
    });
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: '' });
  });
});

describe('the preset whisper-cli', () => {
  it('runs with the newest ggml model, without times and talk', async () => {
    const { workplace, engines } = await openWith(
      'whisper-cli',
      'echo " Hello."; echo "[BLANK_AUDIO]"; echo "$@"',
    );
    await mkdir(join(workplace.modelsFolder, 'whisper'), { recursive: true });
    await writeFile(join(workplace.modelsFolder, 'ggml-silero-v5.1.2.bin'), '');
    const model = join(workplace.modelsFolder, 'whisper', 'ggml-base.en.bin');
    await writeFile(model, '');
    const engine = engines.choose(settingsWith('command', { command: { preset: 'whisper-cli' } }));
    expect(engine.model).toBe('ggml-base.en');
    const words = ['Siobhán', 'sherpa-onnx'];
    expect(await engine.transcribe({ ...audio, path: 'f.wav', words }, never)).toEqual({
      text: `Hello. -m ${model} -f f.wav -l de --prompt Siobhán, sherpa-onnx -nt -np`,
      segments: [],
    });
  });

  it('takes the model that is asked for by name, or that WHISPER_MODEL names', async () => {
    const { workplace, engines } = await openWith('whisper-cli', 'echo');
    await mkdir(workplace.modelsFolder);
    for (const name of ['tiny', 'small'])
      await writeFile(join(workplace.modelsFolder, `ggml-${name}.bin`), '');
    for (const model of ['tiny', 'small'])
      expect(engines.choose(settingsWith(), { model })).toMatchObject({
        name: 'command',
        model: `ggml-${model}`,
      });
    expect(() => engines.choose(settingsWith('command'), { model: 'large' })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: expect.stringContaining('ggml-large.bin'),
      }),
    );
    const own = join(workplace.folder, 'own.bin');
    await writeFile(own, '');
    const withEnv = await openPath(workplace, { WHISPER_MODEL: own });
    expect(withEnv.choose(settingsWith('command'))).toMatchObject({ model: 'ggml-own' });
  });

  it('says which model file is missing', async () => {
    const { engines, workplace } = await openWith('whisper-cli', 'echo');
    expect(() =>
      engines.choose(settingsWith('command', { command: { preset: 'whisper-cli' } })),
    ).toThrow(
      expect.objectContaining({
        code: 'no_engine',
        message: expect.stringContaining(`no ggml-*.bin in ${workplace.modelsFolder}`),
      }),
    );
  });
});

describe('the preset pocketsphinx', () => {
  it('writes what was spoken', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open();
    const settings = settingsWith('command', { command: { preset: 'pocketsphinx' } });
    const path = await speak('open the window and write a letter to my friend');
    const engine = engines.choose(settings);
    expect(engine.model).toBe('pocketsphinx');
    const { text } = await engine.transcribe(
      { path, durationMs: 3000, language: null, languages: [], words: [] },
      never,
    );
    expect(text).toBe('open the window and write a letter to my friend');
  });
});

async function open(script: string, args: string[] = [], command?: Allowance) {
  const workplace = await openWorkplace();
  const program = await writeProgram(workplace.folder, 'program', script);
  const engines = workplace.open(command ? { timing: { command } } : {});
  const settings = settingsWith('command', { command: { argv: [program, ...args] } });
  return { engine: engines.choose(settings), folder: workplace.folder };
}

async function openWith(name: string, script: string) {
  const workplace = await openWorkplace();
  await mkdir(join(workplace.folder, 'bin'));
  await writeProgram(join(workplace.folder, 'bin'), name, script);
  return { workplace, engines: await openPath(workplace) };
}

async function openPath(workplace: Workplace, env: Record<string, string> = {}): Promise<Engines> {
  const path = [join(workplace.folder, 'bin'), '/usr/bin', '/bin'].join(delimiter);
  return workplace.open({ env: { PATH: path, ...env } });
}

async function writeProgram(folder: string, name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return path;
}
