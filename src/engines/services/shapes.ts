import type { ServiceName } from '../../protocol/settings.ts';
import { deepgramShape } from './deepgram-shape.ts';
import { elevenlabsShape } from './elevenlabs-shape.ts';
import { mistralShape } from './mistral-shape.ts';
import type { Shape } from './shape.ts';
import { groqShape, openaiShape } from './whisper-shape.ts';

/** How each service is spoken to, in the order in which `auto` looks for one with a key. */
export const shapes: Readonly<Record<ServiceName, Shape>> = {
  openai: openaiShape,
  groq: groqShape,
  mistral: mistralShape,
  deepgram: deepgramShape,
  elevenlabs: elevenlabsShape,
};

/** The services by name, in that order. */
export const serviceNames = Object.keys(shapes) as readonly ServiceName[];
