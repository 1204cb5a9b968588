import type { EngineChoice, EngineName, ServiceName } from '../../protocol/settings.ts';

/** What each engine is called in the window. */
export const engineNames: Readonly<Record<EngineChoice, string>> = {
  auto: 'Automatic',
  local: 'A model on this machine',
  openai: 'OpenAI-compatible service',
  groq: 'Groq',
  mistral: 'Mistral',
  deepgram: 'Deepgram',
  elevenlabs: 'ElevenLabs',
  command: 'Own program',
};

/** Those that audio is sent to, in the order in which they are offered. */
export const services: readonly ServiceName[] = [
  'openai',
  'groq',
  'mistral',
  'deepgram',
  'elevenlabs',
];

/** Every one that can be asked for, in the order in which they are offered. */
export const engines: readonly EngineName[] = ['local', 'command', ...services];

/** An engine's name as the status tells it, in the window's words. */
export function nameOfEngine(engine: string): string {
  return Object.hasOwn(engineNames, engine) ? engineNames[engine as EngineChoice] : engine;
}
