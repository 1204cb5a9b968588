import type { RecordedAudio } from '../../core/ports.ts';
import { languageOf } from '../hints.ts';
import type { Asked, Shape } from './shape.ts';
import { formUpload, type Upload } from './upload.ts';
import { readWithSegments } from './whisper-shape.ts';

/** How many words it takes. Source: docs.mistral.ai, “Offline transcription”, context_bias. */
const mostWords = 100;

/**
 * Mistral's shape. Sources: docs.mistral.ai/api/endpoint/audio/transcriptions and (500 MB, 60 minutes)
 * docs.mistral.ai/resources/known-limitations.
 */
export const mistralShape: Shape = {
  title: 'Mistral',
  host: 'api.mistral.ai',
  longestMs: 60 * 60_000,
  keyHeader: (key) => ({ authorization: `Bearer ${key}` }),
  upload,
  extras: /context_bias|timestamp_granularities/,
  read: readWithSegments,
  trial: '/models',
};

function upload(audio: RecordedAudio, { baseUrl, model, isPlain }: Asked): Promise<Upload> {
  const language = languageOf(audio);
  // Its older models take no term with a space or a comma in it.
  const words = new Set(audio.words.flatMap((term) => term.split(/[\s,]+/)).filter(Boolean));
  return formUpload(new URL(`${baseUrl}/audio/transcriptions`), audio.path, [
    ['model', model],
    // “timestamp_granularities is currently not compatible with language”.
    ...(language === null
      ? isPlain
        ? []
        : [['timestamp_granularities', 'segment'] as const]
      : [['language', language] as const]),
    ...(isPlain
      ? []
      : [...words].slice(0, mostWords).map((word) => ['context_bias', word] as const)),
  ]);
}
