import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { exchange } from '../../src/daemon/exchange.ts';
import { tryChat } from '../../src/text/chat-trial.ts';
import { ChatServer, type ChatReply } from '../fixtures/chat-server.ts';

const key = 'sk-secret-0123456789';

let server: ChatServer;
beforeEach(async () => {
  server = await ChatServer.open();
});
afterEach(() => server.close());

function attempt(reply?: ChatReply, limitMs?: number) {
  if (reply !== undefined) server.reply = () => reply;
  return tryChat(
    { baseUrl: server.baseUrl, model: 'llama3.2', key, seconds: 1 },
    exchange,
    limitMs,
  );
}

describe('tryChat', () => {
  it.each<[string, ChatReply | undefined]>([
    ['that lists its models', undefined],
    ['that has no list', { status: 404, body: '404 page not found' }],
    [
      'whose key may do no more than it must',
      { status: 403, body: '{"error":{"message":"Missing scopes: api.model.read"}}' },
    ],
  ])('finds nothing wrong with one %s, and sends no text', async (_, reply) => {
    expect(await attempt(reply)).toBeNull();
    expect(server.asked).toEqual([
      { method: 'GET', path: '/v1/models', key: `Bearer ${key}`, type: undefined, body: {} },
    ]);
  });

  it.each<[string, ChatReply, RegExp, RegExp]>([
    [
      'a wrong key',
      { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${key}."}}` },
      /answered 401: Incorrect API key provided: \[key\]\.$/,
      /^Check the key: WHIS_CHAT_API_KEY, or the setting chat\.api_key\.$/,
    ],
    ['a broken server', { status: 503, body: '' }, /answered 503\.$/, /problem of its own\.$/],
    ['a web page', { status: 200, body: '<html>' }, /answered a web page\.$/, /login page/],
    [
      'an error that is a 200',
      { status: 200, body: '{"error":"Unexpected endpoint."}' },
      /answered 200: Unexpected endpoint\.$/,
      /^Check the settings under chat\.$/,
    ],
    [
      'a redirect',
      { status: 302, body: '', location: 'http://127.0.0.1:1/v1' },
      /answered 302\.$/,
      /^Redirects are not followed/,
    ],
  ])('says of %s what it is, and what to do', async (_, reply, found, fix) => {
    const trouble = await attempt(reply);
    expect(trouble).toEqual({
      found: expect.stringMatching(found) as string,
      fix: expect.stringMatching(fix) as string,
    });
    expect(JSON.stringify(trouble)).not.toContain(key);
  });

  it('waits no longer than its limit, and hangs up', async () => {
    expect(await attempt(null, 50)).toMatchObject({
      found: `“${new URL(server.baseUrl).host}” did not answer within 0.05 s.`,
    });
    await server.abandoned.promise;
  });
});
