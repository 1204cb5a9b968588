import type { Engine } from '../core/ports.ts';

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

/** The ways to an engine, each with its commands, for an error that a person reads. */
export function allWays(modelsFolder: string): string {
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
