import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';

import type { HttpAnswer, HttpQuestion } from '../core/ports.ts';

/**
 * The port `Exchange`.
 *
 * Not `fetch`: it gives up after 300 s without an answer, which an hour of audio or a model of one's
 * own can take, and it loses the answer of a server that says no (413) before it has taken the whole
 * upload.
 */
export async function exchange({
  url,
  headers,
  body,
  longestBytes,
  signal,
}: HttpQuestion): Promise<HttpAnswer> {
  // 13 MB that a daemon does not need whose audio and texts stay on the machine.
  const http = await (url.protocol === 'http:' ? import('node:http') : import('node:https'));
  signal.throwIfAborted();
  const request = http.request(url, {
    method: body ? 'POST' : 'GET',
    agent: false,
    headers: {
      accept: 'application/json',
      ...(body && { 'content-length': body.size }),
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
    if (body) void pipeline(body.stream(), request).catch(() => {});
    else request.end();
    const answer = await answered.promise;
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      ...(await readBody(answer, longestBytes)),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    request.destroy();
  }
}

async function readBody(
  answer: IncomingMessage,
  longestBytes: number,
): Promise<{ body: string; isCutOff: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, longestBytes).toString('utf8');
  return { body, isCutOff: length > longestBytes };
}
