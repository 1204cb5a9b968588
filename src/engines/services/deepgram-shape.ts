import type { RecordedAudio, Transcript } from '../../core/ports.ts';
import { fieldsOf } from '../../protocol/fields.ts';
import { itemsOf, segmentOf, transcriptOf } from './content.ts';
import { firstWords, languagesOf } from '../hints.ts';
import { longestWithin, type Asked, type Shape } from './shape.ts';
import { rawUpload, type Upload } from './upload.ts';

/**
 * 100 key terms, and 500 tokens of them, of which a name has one for about three bytes. Source:
 * developers.deepgram.com/docs/keyterm.
 */
const keyTerms = { count: 100, bytes: 500 * 3 };

/**
 * Deepgram's shape: the recording is the body, all else stands in the address. Sources:
 * developers.deepgram.com/reference/speech-to-text/listen-pre-recorded,
 * developers.deepgram.com/docs/pre-recorded-audio (2 GB) and (trial)
 * developers.deepgram.com/docs/authenticating.
 */
export const deepgramShape: Shape = {
  title: 'Deepgram',
  host: 'api.deepgram.com',
  longestMs: longestWithin(2_000_000_000),
  keyHeader: (key) => ({ authorization: `Token ${key}` }),
  upload,
  extras: /keyterm|utterances|detect_language/i,
  read,
  trial: '/auth/token',
};

function upload(audio: RecordedAudio, { baseUrl, model, isPlain }: Asked): Promise<Upload> {
  const url = new URL(`${baseUrl}/listen`);
  const query = url.searchParams;
  query.set('model', model);
  query.set('smart_format', 'true');
  if (!isPlain) query.set('utterances', 'true');
  addLanguage(query, audio, isPlain);
  // Older models know `keywords` alone, which have another syntax.
  const hasKeyTerms = !isPlain && model.startsWith('nova-3');
  for (const term of hasKeyTerms ? firstWords(audio.words, keyTerms) : [])
    query.append('keyterm', term);
  return rawUpload(url, audio.path);
}

/** Source: developers.deepgram.com/docs/language-detection (one of several: repeated). */
function addLanguage(query: URLSearchParams, audio: RecordedAudio, isPlain: boolean): void {
  const [only, ...others] = languagesOf(audio);
  if (only !== undefined && others.length === 0) query.set('language', only);
  else if (only === undefined || isPlain) query.set('detect_language', 'true');
  else for (const one of [only, ...others]) query.append('detect_language', one);
}

function read(content: unknown): Transcript | null {
  const results = fieldsOf(fieldsOf(content)['results']);
  const channel = fieldsOf(itemsOf(results['channels'])[0]);
  const best = fieldsOf(itemsOf(channel['alternatives'])[0]);
  const parts = itemsOf(results['utterances']).map((item) => {
    const part = fieldsOf(item);
    return segmentOf(part['start'], part['end'], part['transcript']);
  });
  return transcriptOf(best['transcript'], parts);
}
