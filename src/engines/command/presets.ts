import type { Programs } from '../../core/ports.ts';
import { ggmlName, listGgmlModels } from './ggml.ts';

/** A program that transcribes, and how to run it. */
export interface Command {
  /** What `status` calls the model: the weights, or the program itself. */
  readonly model: string;
  /** With `{file}` and `{language}` in it. */
  readonly argv: readonly string[];
  /** Makes one text of what the program printed. */
  readonly read: (output: string) => string;
}

/** Where presets look: PATH, the models folder, and the model file that `WHISPER_MODEL` names. */
export interface Surroundings {
  readonly programs: Programs;
  readonly modelsFolder: string;
  readonly whisperModel: string | null;
}

/** Names of the programs that whis knows how to run, best first. */
export const presetNames = ['whisper-cli', 'pocketsphinx'] as const;

/** One of the programs that whis knows how to run. */
export type PresetName = (typeof presetNames)[number];

/**
 * Looks for a preset's program and what it needs; says in a clause what is missing. `model` names a
 * ggml model for `whisper-cli`, for example `base.en`; null takes the file that `WHISPER_MODEL`
 * names, else the newest.
 */
export function findPreset(
  name: PresetName,
  { programs, modelsFolder, whisperModel }: Surroundings,
  model: string | null,
): Command | { readonly missing: string } {
  switch (name) {
    case 'whisper-cli': {
      const program = programs.find('whisper-cli');
      if (program === null) return { missing: 'whisper-cli (whisper.cpp) is not on PATH' };
      const files = listGgmlModels({ modelsFolder, whisperModel });
      const file = model === null ? files[0] : files.find((path) => ggmlName(path) === model);
      return file === undefined
        ? { missing: `whisper-cli has no ggml-${model ?? '*'}.bin in ${modelsFolder}` }
        : whisperCli(program, file);
    }
    case 'pocketsphinx': {
      const program = programs.find('pocketsphinx_continuous');
      return program === null
        ? { missing: 'pocketsphinx_continuous is not on PATH' }
        : pocketsphinx(program);
    }
  }
}

/** Without times, and without words about itself. Source: README of whisper.cpp's `examples/cli`. */
function whisperCli(program: string, file: string): Command {
  return {
    model: `ggml-${ggmlName(file)}`,
    argv: [program, '-m', file, '-f', '{file}', '-l', '{language}', '-nt', '-np'],
    // What it writes where nothing was said.
    read: (output) => oneLine(output.replaceAll('[BLANK_AUDIO]', ' ')),
  };
}

/** Prints a line an utterance; its log goes to standard error unless it is sent elsewhere. */
function pocketsphinx(program: string): Command {
  return {
    model: 'pocketsphinx',
    argv: [program, '-infile', '{file}', '-logfn', '/dev/null'],
    read: oneLine,
  };
}

function oneLine(output: string): string {
  return output.replace(/\s+/g, ' ').trim();
}
