import { randomUUID } from 'node:crypto';
import { Blob } from 'node:buffer';
import { openAsBlob } from 'node:fs';

import { WhisError } from '../../protocol/errors.ts';

/** A request's body: its length is known, and its file is read from disk only as it is sent. */
export interface Form {
  readonly contentType: string;
  readonly body: Blob;
}

/**
 * A form with a WAV file in it, as browsers send one (RFC 7578). Written out here since the body of a
 * `FormData` can be had from `fetch` alone, and `fetch` does not suit (see `post.ts`). Throws
 * `audio_missing`.
 */
export async function audioForm(
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Form> {
  const boundary = `whis-${randomUUID()}`;
  const begin = (disposition: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  const parts: (string | Blob)[] = Object.entries(fields).map(
    ([name, value]) => `${begin(`name="${name}"`)}\r\n${value}\r\n`,
  );
  // The file's own name says when something was said; nobody needs to know.
  parts.push(`${begin('name="file"; filename="audio.wav"')}Content-Type: audio/wav\r\n\r\n`);
  parts.push(await openAudio(path), `\r\n--${boundary}--\r\n`);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: new Blob(parts) };
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
