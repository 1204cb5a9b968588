import type { RecordedAudio, Transcript } from '../../core/ports.ts';
import { fieldsOf } from '../../protocol/fields.ts';
import { firstWords, languageOf, languagesOf, whisperPrompt } from '../hints.ts';
import { itemsOf, segmentOf, transcriptOf } from './content.ts';
import { longestWithin, type Asked, type Shape } from './shape.ts';
import { formUpload, type FormFields, type Upload } from './upload.ts';

/**
 * OpenAI's shape, which most servers of one's own speak, too: whisper.cpp's, speaches, vLLM. Sources:
 * developers.openai.com/api/reference/resources/audio/subresources/transcriptions and (25 MB)
 * developers.openai.com/api/docs/guides/speech-to-text.
 */
export const openaiShape: Shape = {
  title: 'OpenAI',
  host: 'api.openai.com',
  longestMs: longestWithin(25_000_000),
  keyHeader: (key) => ({ authorization: `Bearer ${key}` }),
  upload,
  extras: /response_format|verbose_json|prompt|keywords/,
  read: readWithSegments,
  trial: '/models',
};

/** Groq's shape: OpenAI's. Source: console.groq.com/docs/speech-to-text (attachments: 25 MB). */
export const groqShape: Shape = { ...openaiShape, title: 'Groq', host: 'api.groq.com' };

/** Reads `text` and `segments`, each with `start`, `end` and `text`: Mistral's answer has them, too. */
export function readWithSegments(content: unknown): Transcript | null {
  const { text, segments } = fieldsOf(content);
  const parts = itemsOf(segments).map((item) => {
    const part = fieldsOf(item);
    return segmentOf(part['start'], part['end'], part['text']);
  });
  // whisper.cpp's server ends each segment with a line end, wherever that is in a sentence.
  const said = typeof text === 'string' && parts.length > 0 ? text.replace(/\s*\n\s*/g, ' ') : text;
  return transcriptOf(said, parts);
}

function upload(audio: RecordedAudio, { baseUrl, model, isPlain }: Asked): Promise<Upload> {
  const words = isPlain ? [] : firstWords(audio.words, whisperPrompt);
  const fields = model.startsWith('gpt-transcribe')
    ? newerFields(audio, words)
    : fieldsFor(audio, { words, hasTimes: !isPlain && /whisper/i.test(model) });
  const url = new URL(`${baseUrl}/audio/transcriptions`);
  return formUpload(url, audio.path, [['model', model], ...fields]);
}

/** OpenAI's other models know `json` only; of Whisper we want the times too. */
function fieldsFor(
  audio: RecordedAudio,
  { words, hasTimes }: { words: readonly string[]; hasTimes: boolean },
): FormFields {
  const language = languageOf(audio);
  return [
    ['response_format', hasTimes ? 'verbose_json' : 'json'],
    ...(language === null ? [] : [['language', language] as const]),
    ...(words.length === 0 ? [] : [['prompt', words.join(', ')] as const]),
  ];
}

/** `gpt-transcribe` takes several languages, and words by themselves: none with one of these characters. */
function newerFields(audio: RecordedAudio, words: readonly string[]): FormFields {
  return [
    ...languagesOf(audio).map((language) => ['languages[]', language] as const),
    ...words.filter((word) => !/[<>\r\n]/.test(word)).map((word) => ['keywords[]', word] as const),
  ];
}
