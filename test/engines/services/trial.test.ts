import { describe, expect, it } from 'vitest';

import { exchange } from '../../../src/daemon/exchange.ts';
import { tryService } from '../../../src/engines/services/trial.ts';
import type { ServiceName } from '../../../src/protocol/settings.ts';
import { startService, type Reaction } from './service.ts';
import { key, quick, unusedPort } from './set-up.ts';

const needed = { isNeeded: true };

describe('tryService', () => {
  it.each<[ServiceName, string, string, object]>([
    ['openai', '/v1/models', 'authorization', { object: 'list', data: [{ id: 'whisper-1' }] }],
    ['groq', '/v1/models', 'authorization', { object: 'list', data: [] }],
    ['mistral', '/v1/models', 'authorization', { object: 'list', data: [] }],
    ['deepgram', '/v1/auth/token', 'authorization', { api_key_id: 'a', scopes: ['member'] }],
    ['elevenlabs', '/v1/user', 'xi-api-key', { user_id: 'a', subscription: { tier: 'free' } }],
  ])('asks %s for %s, which costs nothing', async (name, path, header, answer) => {
    const { baseUrl, received } = await startService({ status: 200, body: JSON.stringify(answer) });
    const check = await tryService(setUp(name, baseUrl), needed);
    expect(check).toEqual({
      name: `service ${name}`,
      ok: true,
      found: expect.stringMatching(/^“127\.0\.0\.1:\d+” answers, and takes the key$/),
      fix: null,
    });
    expect(received).toMatchObject([{ method: 'GET', path }]);
    expect(received[0]?.headers[header]).toMatch(new RegExp(`${key}$`));
    expect(received[0]?.body).toHaveLength(0);
  });

  it.each<[ServiceName, Reaction, RegExp, RegExp]>([
    [
      'openai',
      { status: 401, body: `{"error": {"message": "Incorrect API key provided: ${key}."}}` },
      /answered 401: Incorrect API key provided: \[key\]\.$/,
      /^Check the key: WHIS_OPENAI_API_KEY, or whis config set engines\.openai\.api_key -$/,
    ],
    [
      'deepgram',
      { status: 401, body: '{"err_code": "INVALID_AUTH", "err_msg": "Invalid credentials."}' },
      /answered 401: Invalid credentials\.$/,
      /WHIS_DEEPGRAM_API_KEY/,
    ],
    [
      'elevenlabs',
      {
        status: 401,
        body: '{"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}',
      },
      /answered 401: Invalid API key\.$/,
      /WHIS_ELEVENLABS_API_KEY/,
    ],
    ['groq', { status: 503, body: '' }, /answered 503\.$/, /try again later/],
    ['mistral', { status: 200, body: '<html>' }, /answered a web page\.$/, /login page/],
    [
      'openai',
      { status: 200, body: '{"error": "Unexpected endpoint or method."}' },
      /answered 200: Unexpected endpoint or method\.$/,
      /^Check the settings under engines\.openai\.$/,
    ],
    ['openai', (socket) => socket.destroy(), /closed the connection/, /Check the network/],
  ])('says of %s what failed, and what to do', async (name, reaction, found, fix) => {
    const { baseUrl } = await startService(reaction);
    expect(await tryService(setUp(name, baseUrl), needed)).toEqual({
      name: `service ${name}`,
      ok: false,
      found: expect.stringMatching(found),
      fix: expect.stringMatching(fix),
    });
  });

  it.each<[ServiceName, Reaction, RegExp]>([
    [
      'openai',
      { status: 403, body: '{"error": {"message": "Missing scopes: api.model.read"}}' },
      /knows the key/,
    ],
    [
      'elevenlabs',
      {
        status: 401,
        body: '{"detail": {"status": "missing_permissions", "message": "user_read"}}',
      },
      /knows the key/,
    ],
    ['openai', { status: 404, body: 'File Not Found (/v1/models)' }, /without a recording/],
  ])(
    'takes a key of %s that may only transcribe, and a plain server',
    async (name, reaction, found) => {
      const { baseUrl } = await startService(reaction);
      const check = await tryService(setUp(name, baseUrl), needed);
      expect(check).toMatchObject({ ok: true, fix: null, found: expect.stringMatching(found) });
    },
  );

  it('needs no key for a server of one’s own', async () => {
    const { baseUrl, received } = await startService({ status: 200, body: '{"data": []}' });
    const check = await tryService({ ...setUp('openai', baseUrl), key: null }, needed);
    expect(check).toMatchObject({ ok: true, found: expect.stringMatching(/” answers$/) });
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it('finds nothing wrong in a service that is not needed', async () => {
    const baseUrl = `http://127.0.0.1:${await unusedPort()}/v1`;
    expect(await tryService(setUp('groq', baseUrl), { isNeeded: false })).toEqual({
      name: 'service groq',
      ok: true,
      found: expect.stringMatching(/refused the connection \(ECONNREFUSED\)\. Not needed\.$/),
      fix: null,
    });
  });

  it('waits for no service longer than its limit', async () => {
    const { baseUrl } = await startService(() => {});
    const check = await tryService(setUp('mistral', baseUrl), { isNeeded: true, limitMs: 50 });
    expect(check).toMatchObject({
      ok: false,
      found: expect.stringContaining('did not answer within 0.05 s.'),
      fix: expect.stringContaining('engines.mistral.base_url'),
    });
  });
});

function setUp(name: ServiceName, baseUrl: string) {
  return { name, baseUrl, model: 'some-model', key, patience: quick, exchange };
}
