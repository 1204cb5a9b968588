import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Upload } from './upload.ts';

/** What a server answered, with as much of its body as an answer may have. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** UTF-8; cut off at 8 MiB. */
  readonly body: string;
  readonly isCutOff: boolean;
}

const longestBody = 8 * 1024 * 1024;

/**
 * Asks a server once (POST with an upload, else GET), over a connection of its own, following no
 * redirect. Rejects with the system's error when no whole answer comes, and with the abort reason
 * when `signal` aborts.
 *
 * Not `fetch`: it gives up after 300 s without an answer, which an hour of audio can take, and it
 * loses the answer of a server that says no (413) before it has taken the whole upload.
 */
export async function exchange(
  asked: Upload | { readonly url: URL },
  {
    headers,
    signal,
  }: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  const { url } = asked;
  // 13 MB that a daemon does not need whose audio stays on the machine.
  const http = await (url.protocol === 'http:' ? import('node:http') : import('node:https'));
  signal.throwIfAborted();
  const request = http.request(url, {
    method: 'body' in asked ? 'POST' : 'GET',
    agent: false,
    headers: {
      ...('body' in asked && {
        'content-type': asked.contentType,
        'content-length': asked.body.size,
      }),
      accept: 'application/json',
      ...headers,
    },
  });
  const answered = Promise.withResolvers<IncomingMessage>();
  request.once('response', answered.resolve);
  request.on('error', answered.reject);
  const abort = () => {
    answered.reject(signal.reason);
    request.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    // A server that has answered need not take the rest of the upload; one that has not is told by
    // the request's own error.
    if ('body' in asked)
      void pipeline(Readable.fromWeb(asked.body.stream()), request).catch(() => {});
    else request.end();
    const answer = await answered.promise;
    const body = await readBody(answer);
    return { status: answer.statusCode ?? 0, headers: answer.headers, ...body };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    request.destroy();
  }
}

async function readBody(answer: IncomingMessage): Promise<{ body: string; isCutOff: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBody) break;
  }
  const body = Buffer.concat(chunks).subarray(0, longestBody).toString('utf8');
  return { body, isCutOff: length > longestBody };
}
