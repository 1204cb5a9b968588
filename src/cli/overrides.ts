import { resolve } from 'node:path';

import type { Overrides } from '../protocol/settings.ts';
import type { Call, Option } from './command.ts';
import { given } from './given.ts';

/** The option that names an engine. */
export const engineOption = {
  type: 'text',
  value: 'NAME',
  choices: ['auto', 'local', 'command', 'openai', 'groq', 'mistral', 'deepgram', 'elevenlabs'],
  help: 'what transcribes: auto, local, command, or a service: openai, groq, …',
} as const satisfies Option;

/** The options by which one dictation differs from the settings. */
export const overrideOptions = {
  label: { type: 'text', value: 'TEXT', help: 'a name for the dictation' },
  dir: {
    type: 'text',
    value: 'DIR',
    offer: 'folder',
    help: 'the working directory to note with it',
  },
  language: { type: 'text', value: 'CODE', help: 'the language spoken: en, de, … or auto' },
  engine: engineOption,
  model: { type: 'text', value: 'NAME', help: "the engine's model" },
  preset: {
    type: 'text',
    value: 'NAME',
    offer: 'preset',
    help: 'the preset that works on the text, or none',
  },
  output: {
    type: 'list',
    value: 'WHERE',
    help: 'where the text goes: clipboard, paste, type, stdout (of the daemon), file:PATH; may be repeated',
  },
} as const satisfies Record<string, Option>;

/** Reads them as the daemon wants them: paths are absolute, what was not given is left out. */
export function overridesOf({
  label,
  dir,
  language,
  engine,
  model,
  preset,
  output,
}: Call<typeof overrideOptions>['options']): Overrides {
  return given({
    label,
    working_dir: dir === undefined ? undefined : resolve(dir),
    language,
    engine,
    model,
    preset,
    output: output.length === 0 ? undefined : output.map(absoluteOutput),
  });
}

/** The daemon has another working directory. */
export function absoluteOutput(output: string): string {
  return output.startsWith('file:') ? `file:${resolve(output.slice('file:'.length))}` : output;
}
