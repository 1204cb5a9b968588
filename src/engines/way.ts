import type { Engine } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';

/** One way to an engine: there it is, or what is missing. */
export type Way = { readonly engine: Engine } | Missing;

/** What is missing on a way to an engine. */
export interface Missing {
  /** A sentence. */
  readonly missing: string;
  /** What to do about it: a sentence or a command. */
  readonly fix: string;
  /**
   * True when the settings name the very thing that is missing. `auto` does not pass it over then:
   * what comes after it may send the audio away.
   */
  readonly isNamed: boolean;
}

/** Whether `auto` ends its search here: an engine, or something that the settings name and is missing. */
export function isSettled(way: Way): boolean {
  return 'engine' in way || way.isNamed;
}

/**
 * The error of a way that has no engine: `invalid_request` where it was asked for this once, else
 * `no_engine`, with all the ways that there are; where any would do, with nothing else.
 */
export function missingError(
  { missing, fix, isNamed }: Missing,
  how: { isAsked: boolean; isOpen: boolean; modelsFolder: string },
): WhisError {
  if (how.isAsked) return new WhisError('invalid_request', `${missing} ${fix}`);
  const ways = allWays(how.modelsFolder);
  return new WhisError('no_engine', how.isOpen && !isNamed ? ways : `${missing} ${fix}\n${ways}`);
}

/** The ways to an engine, each with its commands, for an error that a person reads. */
function allWays(modelsFolder: string): string {
  return [
    'Nothing is set up that turns audio into text. The ways, most private first:',
    '  a local model     whis model download parakeet-tdt-0.6b-v3   (487 MB; whis model list has others)',
    `                    or put its folder, with a manifest.json, into ${modelsFolder}`,
    '  pocketsphinx      apt install pocketsphinx   (Debian; small and offline, but mishears a lot)',
    `  whisper.cpp       put whisper-cli on PATH and a ggml-*.bin into ${modelsFolder}`,
    `  any program       whis config set engines.command.argv '["program", "{file}"]'`,
    '  OpenAI, or alike  whis config set engines.openai.api_key -   (audio leaves this machine)',
  ].join('\n');
}
