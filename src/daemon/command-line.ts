import type { ListenOptions } from '../protocol/headless.ts';
import type { Settings } from '../protocol/settings.ts';

/** The settings with what the command line of this run puts before them. */
export function withCommandLine(settings: Settings, listen: ListenOptions): Settings {
  const { hotkey, device, engine, language } = listen;
  return {
    ...settings,
    ...(hotkey === undefined ? {} : { hotkey }),
    ...(device === undefined ? {} : { microphone: device }),
    ...(engine === undefined ? {} : { engine }),
    ...(language === undefined ? {} : { language }),
  };
}
