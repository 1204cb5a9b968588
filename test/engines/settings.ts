import type { Settings } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';

/** Settings as they are before anybody has touched them, but for some of the engines' part. */
export function settingsWith(
  engine: Settings['engine'] = 'auto',
  engines: {
    readonly [Name in keyof Settings['engines']]?: Partial<Settings['engines'][Name]>;
  } = {},
): Settings {
  const { openai, groq, mistral, deepgram, elevenlabs, command, local } = defaultSettings.engines;
  return {
    ...defaultSettings,
    engine,
    engines: {
      openai: { ...openai, ...engines.openai },
      groq: { ...groq, ...engines.groq },
      mistral: { ...mistral, ...engines.mistral },
      deepgram: { ...deepgram, ...engines.deepgram },
      elevenlabs: { ...elevenlabs, ...engines.elevenlabs },
      command: { ...command, ...engines.command },
      local: { ...local, ...engines.local },
    },
  };
}
