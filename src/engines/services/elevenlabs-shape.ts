import type { RecordedAudio, Transcript } from '../../core/ports.ts';
import type { Segment } from '../../protocol/session.ts';
import { fieldsOf, type Fields } from '../../protocol/fields.ts';
import { itemsOf, segmentOf, transcriptOf } from './content.ts';
import { languageOf } from '../hints.ts';
import type { Asked, Shape } from './shape.ts';
import { formUpload, type Upload } from './upload.ts';

/** With more of them, at least 20 seconds are charged. */
const mostKeyTerms = 100;

/**
 * ElevenLabs' shape. Sources: elevenlabs.io/docs/api-reference/speech-to-text/convert,
 * elevenlabs.io/docs/overview/capabilities/speech-to-text (10 hours, 3 GB) and (trial)
 * elevenlabs.io/docs/api-reference/user/get.
 */
export const elevenlabsShape: Shape = {
  title: 'ElevenLabs',
  host: 'api.elevenlabs.io',
  longestMs: 10 * 60 * 60_000,
  keyHeader: (key) => ({ 'xi-api-key': key }),
  upload,
  extras: /keyterms/i,
  read,
  trial: '/user',
};

function upload(audio: RecordedAudio, { baseUrl, model, isPlain }: Asked): Promise<Upload> {
  const language = languageOf(audio);
  const terms = isPlain ? [] : audio.words.filter(isKeyTerm).slice(0, mostKeyTerms);
  return formUpload(new URL(`${baseUrl}/speech-to-text`), audio.path, [
    ['model_id', model],
    // Else “(laughter)” would be in the text.
    ['tag_audio_events', 'false'],
    ...(language === null ? [] : [['language_code', language] as const]),
    ...terms.map((term) => ['keyterms', term] as const),
  ]);
}

/** Less than 50 characters, at most five words, and none of these characters. */
function isKeyTerm(term: string): boolean {
  return term.length < 50 && term.split(/\s+/).length <= 5 && !/[<>{}[\]\\]/.test(term);
}

function read(content: unknown): Transcript | null {
  const { text, words } = fieldsOf(content);
  return transcriptOf(text, sentencesOf(itemsOf(words).map(fieldsOf)));
}

/** It times words (and the spaces between them) alone: a part is what ends like a sentence. */
function sentencesOf(words: readonly Fields[]): (Segment | null)[] {
  const parts: (Segment | null)[] = [];
  let begun: Fields[] = [];
  for (const [index, word] of words.entries()) {
    begun.push(word);
    const isEnd = /[.!?…。！？]$/u.test(String(word['text']));
    if (!isEnd && index < words.length - 1) continue;
    const spoken = begun.filter(({ type }) => type !== 'spacing');
    const text = begun.map((part) => part['text']).join('');
    if (spoken.length > 0)
      parts.push(segmentOf(spoken[0]?.['start'], spoken.at(-1)?.['end'], text));
    begun = [];
  }
  return parts;
}
