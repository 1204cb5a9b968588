import { checkWavFile } from '../audio/index.ts';
import type { Host } from '../core/ports.ts';
import type { ListenOptions } from '../protocol/headless.ts';
import type { Settings } from '../protocol/settings.ts';

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
 * Puts what the command line of this run says before the settings: the same object until they change.
 */
export function settingsBehind(listen: ListenOptions, read: () => Settings): () => Settings {
  let before: Settings | null = null;
  let merged: Settings | null = null;
  return () => {
    const settings = read();
    if (merged === null || settings !== before) merged = withCommandLine(settings, listen);
    before = settings;
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
    ...(language === undefined ? {} : { language }),
  };
}
