import { Blob } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';

import { WhisError } from '../../protocol/errors.ts';

/** What is posted: its length is known, and its file is read from disk only as it is sent. */
export interface Upload {
  readonly url: URL;
  readonly contentType: string;
  readonly body: Blob;
}

/** The fields of a form, in order; a name may come more than once. */
export type FormFields = readonly (readonly [name: string, value: string])[];

/** Posts a WAV file by itself. Throws `audio_missing`. */
export async function rawUpload(url: URL, path: string): Promise<Upload> {
  return { url, contentType: 'audio/wav', body: await openAudio(path) };
}

/**
 * Posts a form with a WAV file in it, as browsers send one (RFC 7578). Written out here since the body
 * of a `FormData` can be had from `fetch` alone, and `fetch` does not suit (see `daemon/exchange.ts`). Throws
 * `audio_missing`.
 */
export async function formUpload(url: URL, path: string, fields: FormFields): Promise<Upload> {
  const boundary = `whis-${randomUUID()}`;
  const begin = (disposition: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  const parts: (string | Blob)[] = fields.map(
    ([name, value]) => `${begin(`name="${name}"`)}\r\n${value}\r\n`,
  );
  // The file's own name says when something was said; nobody needs to know.
  parts.push(`${begin('name="file"; filename="audio.wav"')}Content-Type: audio/wav\r\n\r\n`);
  parts.push(await openAudio(path), `\r\n--${boundary}--\r\n`);
  return { url, contentType: `multipart/form-data; boundary=${boundary}`, body: new Blob(parts) };
}

async function openAudio(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path, { type: 'audio/wav' });
  } catch (error) {
    throw new WhisError('audio_missing', `The audio file ${path} cannot be read.`, {
      cause: error,
    });
  }
}
