import type { IncomingMessage } from 'node:http';

/** What a server answered, with as much of its body as an answer may have. */
export interface HttpAnswer {
  readonly status: number;
  /** UTF-8. */
  readonly body: string;
  readonly isCutOff: boolean;
}

const longestBytes = 1024 * 1024;

/**
 * Posts JSON once, over a connection of its own, following no redirect: the key would go with it.
 * Rejects with the system's error when no whole answer comes, and with the abort reason when `signal`
 * aborts.
 *
 * Not `fetch`: it gives up after 300 s without an answer, and a model of one's own may need longer.
 */
export async function postJson(
  url: URL,
  {
    content,
    key,
    signal,
  }: { readonly content: object; readonly key: string | null; readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  // 13 MB that a daemon does not need whose texts stay as they are.
  const http = await (url.protocol === 'http:' ? import('node:http') : import('node:https'));
  signal.throwIfAborted();
  const body = Buffer.from(JSON.stringify(content));
  const request = http.request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      accept: 'application/json',
      ...(key !== null && { authorization: `Bearer ${key}` }),
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
    request.end(body);
    const answer = await answered.promise;
    return { status: answer.statusCode ?? 0, ...(await readBody(answer)) };
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
    if (length > longestBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, longestBytes).toString('utf8');
  return { body, isCutOff: length > longestBytes };
}
