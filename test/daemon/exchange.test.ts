import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { HttpQuestion } from '../../src/core/ports.ts';
import { exchange } from '../../src/daemon/exchange.ts';

describe('exchange', () => {
  it('asks with GET where there is nothing to post', async () => {
    const url = await serve((request, response) => response.end(told(request)));
    const { status, body } = await ask({ url, headers: { authorization: 'Bearer k' } });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ method: 'GET', authorization: 'Bearer k' });
  });

  it('posts a body with its length', async () => {
    const url = await serve((request, response) => response.end(told(request)));
    const { body } = await ask({ url, body: new Blob(['½ of a text']) });
    expect(JSON.parse(body)).toEqual({ method: 'POST', length: '12' });
  });

  it.each([
    [4, 'four', false],
    [3, 'fou', true],
  ])('reads %i bytes of an answer at the most', async (longestBytes, body, isCutOff) => {
    const url = await serve((_, response) => response.end('four'));
    expect(await ask({ url, longestBytes })).toMatchObject({ body, isCutOff });
  });

  it('gives a redirect as it is, and its headers', async () => {
    const url = await serve((_, response) => response.writeHead(302, { Location: '/x' }).end());
    expect(await ask({ url })).toMatchObject({ status: 302, headers: { location: '/x' } });
  });

  it('gives the reason when it is aborted, before it asks and while it waits', async () => {
    const reason = new Error('Never mind.');
    const abort = new AbortController();
    const url = await serve(() => abort.abort(reason));
    await expect(ask({ url, signal: abort.signal })).rejects.toBe(reason);
    await expect(ask({ url, signal: abort.signal })).rejects.toBe(reason);
  });
});

function ask(question: Partial<HttpQuestion> & Pick<HttpQuestion, 'url'>) {
  const { signal } = new AbortController();
  return exchange({ headers: {}, longestBytes: 1024, signal, ...question });
}

/** What a server has heard, as JSON. */
function told({ method, headers }: IncomingMessage): string {
  const { authorization, 'content-length': length } = headers;
  return JSON.stringify({ method, authorization, length });
}

/** A server for the test that runs. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<URL> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
