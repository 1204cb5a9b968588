import type { Programs, Transcript } from '../../core/ports.ts';
import { ggmlName, listGgmlModels } from './ggml.ts';
import { readUtterances } from './utterances.ts';

/** A program that transcribes, and how to run it. */
export interface Command {
  /** What `status` calls the model: the weights, or the program itself. */
  readonly model: string;
  /** With `{file}`, `{language}` and `{words}` in it. */
  readonly argv: readonly string[];
  /**
   * The same for sound while it is spoken: raw, from its standard input. Line by line it prints what
   * it has understood. null where it takes files only.
   */
  readonly liveArgv: readonly string[] | null;
  /** Makes a transcript of what the program printed. */
  readonly read: (output: string) => Transcript;
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

/** Told the dictionary; without times, and without words about itself. Source: README of whisper.cpp's `examples/cli`. */
function whisperCli(program: string, file: string): Command {
  const inputs = ['-m', file, '-f', '{file}', '-l', '{language}'];
  return {
    model: `ggml-${ggmlName(file)}`,
    argv: [program, ...inputs, '--prompt', '{words}', '-nt', '-np'],
    liveArgv: null,
    // What it writes where nothing was said.
    read: (output) => withoutTimes(output.replaceAll('[BLANK_AUDIO]', ' ').replace(/\s+/g, ' ')),
  };
}

/**
 * With the times of its words. Its log goes to standard error unless it is sent elsewhere. What it
 * has learnt of a voice is lost when it ends: it understands a whole recording better than its pieces.
 */
function pocketsphinx(program: string): Command {
  const options = ['-logfn', '/dev/null', '-time', 'yes'];
  return {
    model: 'pocketsphinx',
    argv: [program, '-infile', '{file}', ...options],
    // Node's pipes are sockets, which cannot be opened by a name: `cat` makes a pipe of it.
    liveArgv: ['sh', '-c', 'cat | "$@"', 'sh', program, '-infile', '/dev/stdin', ...options],
    read: readUtterances,
  };
}

/** What was printed, without the space around it. */
export function withoutTimes(output: string): Transcript {
  return { text: output.trim(), segments: [] };
}
