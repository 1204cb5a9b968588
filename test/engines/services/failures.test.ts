import { describe, expect, it } from 'vitest';

import type { ServiceName } from '../../../src/protocol/settings.ts';
import { startService, type Reaction } from './service.ts';
import { cutShort, engineOf, failureOf, key, someAudio, unusedPort } from './set-up.ts';

const names = ['openai', 'groq', 'mistral', 'deepgram', 'elevenlabs'] as const;

/** How each service words a refusal, by its documentation. */
const wordings: Readonly<Record<ServiceName, (message: string) => object>> = {
  openai: (message) => ({
    error: { message, type: 'invalid_request_error', param: null, code: null },
  }),
  groq: (message) => ({ error: { message, type: 'invalid_request_error' } }),
  mistral: (message) => ({ object: 'error', message, type: 'invalid_request_error', code: 1 }),
  deepgram: (message) => ({ err_code: 'Bad Request', err_msg: message, request_id: 'a' }),
  elevenlabs: (message) => ({ detail: { status: 'some_status', message } }),
};

/** Each status, with the error that it is, how often the service is asked, and what to do. */
const statuses: readonly (readonly [number, string, number, string])[] = [
  [400, 'engine_failed', 1, 'Check the settings under engines.NAME.'],
  [401, 'engine_failed', 1, 'Check the key: WHIS_KEY, or whis config set engines.NAME.api_key -'],
  [402, 'engine_failed', 1, 'Your account there has no credit left'],
  [403, 'engine_failed', 1, 'Check the key: WHIS_KEY, or whis config set engines.NAME.api_key -'],
  [404, 'engine_failed', 1, 'Check the settings engines.NAME.base_url and engines.NAME.model.'],
  [408, 'engine_unreachable', 2, 'Try again later.'],
  [413, 'engine_failed', 1, 'The recording is too long for this service'],
  [415, 'engine_failed', 1, 'Check the settings under engines.NAME.'],
  [422, 'engine_failed', 1, 'Check the settings under engines.NAME.'],
  [429, 'engine_unreachable', 2, 'Try again later.'],
  [500, 'engine_unreachable', 2, 'The service has a problem of its own: try again later.'],
  [502, 'engine_unreachable', 2, 'The service has a problem of its own: try again later.'],
  [503, 'engine_unreachable', 2, 'The service has a problem of its own: try again later.'],
  [529, 'engine_unreachable', 2, 'The service has a problem of its own: try again later.'],
];

const twice = {
  tries: 2,
  allowance: { baseMs: 10_000, perAudioMs: 1 },
  backOffMs: 1,
  longestPauseMs: 2000,
};

describe.each(names)('a failure of %s', (name) => {
  it.each(statuses)('with %i is %s, after %i tries', async (status, code, tries, advice) => {
    const body = JSON.stringify(wordings[name](`No, ${key}.`));
    const { error, requests } = await failureWith(name, { status, body });
    expect(error.code).toBe(code);
    expect(error.message).toContain(`answered ${status}: No, [key]. ${adviceTo(name, advice)}`);
    expect(requests).toBe(tries);
  });

  it.each<[string, Reaction, string, RegExp]>([
    [
      '429 with a long Retry-After',
      {
        status: 429,
        body: JSON.stringify(wordings[name]('Slow down.')),
        headers: { 'retry-after': '90' },
      },
      'engine_unreachable',
      /Slow down\. Try again in 90 s\./,
    ],
    [
      'a connection that is reset',
      (socket) => socket.resetAndDestroy(),
      'engine_unreachable',
      /closed/,
    ],
    ['an answer that breaks off', cutShort, 'engine_unreachable', /closed the connection before/],
    [
      'a login page',
      { status: 200, body: '<!doctype html><h1>Welcome</h1>' },
      'engine_failed',
      /no transcript\. Check the setting engines\.\w+\.base_url, and whether a login page/,
    ],
    ['JSON of another kind', { status: 200, body: '{"id": 1}' }, 'engine_failed', /no transcript/],
    [
      'an error with 200',
      { status: 200, body: '{"error": "failed to read audio data"}' },
      'engine_failed',
      /no transcript: failed to read audio data\./,
    ],
    ['no HTTP', (socket) => socket.end('220 mail\r\n'), 'engine_failed', /does not answer in HTTP/],
  ])('is told of %s', async (_, reaction, code, message) => {
    const { error } = await failureWith(name, reaction);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('is unreachable where nobody listens, and says which setting to check', async () => {
    const engine = engineOf(`http://127.0.0.1:${await unusedPort()}/v1`, { name, patience: twice });
    const error = await failureOf(engine, await someAudio());
    expect(error.code).toBe('engine_unreachable');
    expect(error.message).toContain(
      `Check that it runs, and the setting engines.${name}.base_url.`,
    );
  });

  it('is late when nothing is answered', async () => {
    const patience = { ...twice, tries: 1, allowance: { baseMs: 50, perAudioMs: 0 } };
    const { baseUrl } = await startService(() => {});
    const error = await failureOf(engineOf(baseUrl, { name, patience }), await someAudio());
    expect(error.code).toBe('engine_timeout');
  });
});

it.each<[ServiceName, number, object]>([
  ['openai', 429, { error: { message: 'No.', code: 'insufficient_quota' } }],
  ['deepgram', 402, { err_code: 'ASR_PAYMENT_REQUIRED', err_msg: 'No.', request_id: 'a' }],
  ['elevenlabs', 401, { detail: { status: 'quota_exceeded', message: 'No.' } }],
])('%s without credit is no matter of waiting, nor of the key', async (name, status, content) => {
  const { error, requests } = await failureWith(name, { status, body: JSON.stringify(content) });
  expect(error.code).toBe('engine_failed');
  expect(error.message).toMatch(/: No\. Your account there has no credit left/);
  expect(requests).toBe(1);
});

async function failureWith(name: ServiceName, reaction: Reaction) {
  const { baseUrl, received } = await startService(reaction);
  const engine = engineOf(baseUrl, { name, patience: twice });
  const error = await failureOf(engine, await someAudio());
  return { error, requests: received.length };
}

function adviceTo(name: ServiceName, advice: string): string {
  return advice.replaceAll('NAME', name).replace('WHIS_KEY', `WHIS_${name.toUpperCase()}_API_KEY`);
}
