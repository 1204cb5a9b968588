import { checkWavFile } from '../audio/index.ts';
import type { Host, KeyStore } from '../core/ports.ts';
import type { ListenOptions } from '../protocol/headless.ts';
import type { Settings } from '../protocol/settings.ts';
import { languageOf } from '../store/setting-kinds.ts';
import { withKeys } from './keychain.ts';

/**
 * Throws for what the command line of this run asks for and can never be: `invalid_audio` for a file
 * that cannot play the microphone, `invalid_settings` for what is no shortcut.
 */
export async function checkCommandLine(
  { input, hotkey }: ListenOptions,
  { checkAccelerator }: Pick<Host, 'checkAccelerator'>,
): Promise<void> {
  if (hotkey) checkAccelerator(hotkey);
  if (input !== undefined) await checkWavFile(input);
}

/**
 * The settings with the keys of the keychain, and before them what the command line of this run says:
 * the same object until those of the file are others, as they are after a key was set, too.
 */
export function settingsBehind(
  listen: ListenOptions,
  file: { readonly current: Settings },
  keys: KeyStore | null,
): () => Settings {
  let before: Settings | null = null;
  let merged: Settings | null = null;
  return () => {
    const { current } = file;
    if (merged === null || current !== before)
      merged = withCommandLine(withKeys(current, keys), listen);
    before = current;
    return merged;
  };
}

function withCommandLine(settings: Settings, listen: ListenOptions): Settings {
  const { hotkey, device, engine, language } = listen;
  return {
    ...settings,
    ...(hotkey === undefined ? {} : { hotkey }),
    ...(device === undefined ? {} : { microphone: device }),
    ...(engine === undefined ? {} : { engine }),
    ...(language === undefined ? {} : { language: languageOf(language) }),
  };
}
