import type { Settings } from '../../protocol/settings.ts';
import type { Missing } from '../way.ts';
import { customCommand } from './engine.ts';
import {
  findPreset,
  presetNames,
  type Command,
  type PresetName,
  type Surroundings,
} from './presets.ts';

/**
 * The command that the settings mean: `argv`, else the preset, else the first preset that is
 * installed. `model` asks for a ggml model of whisper-cli by name (`base.en`), or null.
 */
export function findCommand(
  { argv, preset }: Settings['engines']['command'],
  { model, ...around }: Surroundings & { readonly model: string | null },
): Command | Missing {
  if (argv !== null) return findProgram(argv, { model, programs: around.programs });
  const names: readonly PresetName[] = preset === null ? presetNames : [preset];
  const candidates = model === null ? names : names.filter((name) => name === 'whisper-cli');
  const lacks: string[] = [];
  for (const name of candidates) {
    const found = findPreset(name, around, model);
    if (!('missing' in found)) return found;
    lacks.push(found.missing);
  }
  return {
    missing:
      lacks.length === 0
        ? `The preset “${preset}” knows no model “${model}”.`
        : `No recogniser is there: ${lacks.join('; ')}.`,
    fix: `apt install pocketsphinx (Debian), or put whisper-cli on PATH and a ggml-*.bin into ${around.modelsFolder}.`,
    isNamed: preset !== null,
  };
}

function findProgram(
  argv: readonly string[],
  { model, programs }: Pick<Surroundings, 'programs'> & { model: string | null },
): Command | Missing {
  const [name = ''] = argv;
  if (programs.find(name) === null)
    return {
      missing: `The program “${name}” of the setting engines.command.argv is not on PATH.`,
      fix: 'Install it, or name its full path there.',
      isNamed: true,
    };
  if (model !== null)
    return {
      missing: `The program of the setting engines.command.argv takes no model (“${model}”).`,
      fix: 'Leave the model out, or name it in engines.command.argv.',
      isNamed: true,
    };
  return customCommand(argv);
}
