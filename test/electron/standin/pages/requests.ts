import type { Protocol, Session } from '../chromium/connection.ts';
import { handlers } from './protocol.ts';
import { isOwn, toApp, toChromium, translatePolicy } from './scheme.ts';

type Paused = Protocol.Fetch.requestPausedPayload;

/**
 * Without `allow-popups`, `window.open` gives null by itself, as when Electron's handler denies,
 * and Chromium tells us about it all the same.
 */
const noPopups =
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads ' +
  'allow-pointer-lock allow-top-navigation-to-custom-protocols';

/** Answers one of a page's requests through the app's handler for its scheme. */
export async function answerRequest(session: Session, paused: Paused): Promise<void> {
  const { requestId, request, resourceType } = paused;
  const url = toApp(request.url);
  const fail = () => session.tell('Fetch.failRequest', { requestId, errorReason: 'Failed' });
  if (!isOwn(url)) {
    session.tell('Fetch.continueRequest', { requestId });
    return;
  }
  const handler = handlers.get(url.slice(0, url.indexOf(':')));
  // Chromium asks for an icon by itself, Electron does not.
  if (!handler || (resourceType === 'Other' && url.endsWith('/favicon.ico'))) {
    fail();
    return;
  }
  try {
    const response = await handler(makeRequest(url, request));
    session.tell('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: translateHeaders(response.headers, resourceType === 'Document'),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  } catch (error) {
    process.stderr.write(`The handler of ${url} failed: ${String(error)}\n`);
    fail();
  }
}

function makeRequest(
  url: string,
  { method, headers, postDataEntries }: Paused['request'],
): Request {
  const translated = Object.entries(headers).map(([name, value]) => [name, toApp(value)] as const);
  const body = postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'));
  return new Request(url, {
    method,
    headers: new Headers(Object.fromEntries(translated)),
    ...(body && { body: Buffer.concat(body) }),
  });
}

function translateHeaders(headers: Headers, isDocument: boolean): Protocol.Fetch.HeaderEntry[] {
  const entries = Array.from(headers, ([name, value]) => {
    if (name === 'content-security-policy') return { name, value: translatePolicy(value) };
    return { name, value: name === 'location' ? toChromium(value) : value };
  });
  return isDocument ? [...entries, { name: 'content-security-policy', value: noPopups }] : entries;
}
