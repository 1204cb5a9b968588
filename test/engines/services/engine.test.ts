import { describe, expect, it } from 'vitest';

import { never } from '../workplace.ts';
import { says, startRawService, startService, type Reaction } from './service.ts';
import {
  broken,
  busy,
  cutShort,
  engineOf,
  failureOf,
  formOf,
  key,
  quick,
  recording,
  refuse,
  someAudio,
  unusedPort,
} from './set-up.ts';

describe('a service engine', () => {
  it('posts the recording as a form with a Content-Length', async () => {
    const { baseUrl, received } = await startService(says(' hello world '));
    const transcript = await engineOf(baseUrl).transcribe(
      { ...(await someAudio()), language: 'en-GB' },
      never,
    );
    expect(transcript).toEqual({ text: 'hello world', segments: [] });
    const [request] = received;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1/audio/transcriptions',
      headers: {
        authorization: `Bearer ${key}`,
        'content-length': String(request?.body.length),
        'content-type': expect.stringMatching(/^multipart\/form-data; boundary=/),
      },
    });
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    const form = await formOf(request);
    const file = form.get('file') as File;
    expect(Object.fromEntries(form)).toEqual({
      model: 'whisper-1',
      response_format: 'verbose_json',
      language: 'en',
      file: expect.anything(),
    });
    expect([file.name, file.type]).toEqual(['audio.wav', 'audio/wav']);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(recording);
  });

  it('names no language and sends no key where there is none', async () => {
    const { baseUrl, received } = await startService(says('fine'));
    await engineOf(baseUrl, { key: null }).transcribe(await someAudio(), never);
    expect(received[0]?.headers.authorization).toBeUndefined();
    expect((await formOf(received[0])).has('language')).toBe(false);
  });

  it('gives the times that a Whisper gives', async () => {
    const segments = [{ id: 0, start: 0.5, end: 2, text: ' One.' }];
    const { baseUrl } = await startService(says('One.', { segments }));
    expect(await engineOf(baseUrl).transcribe(await someAudio(), never)).toEqual({
      text: 'One.',
      segments: [{ start_s: 0.5, end_s: 2, text: 'One.' }],
    });
  });

  it('asks other models for plain json, and a Whisper that knows no times too', async () => {
    const plain = await startService(says('plain'));
    await engineOf(plain.baseUrl, { model: 'gpt-4o-transcribe' }).transcribe(
      await someAudio(),
      never,
    );
    expect((await formOf(plain.received[0])).get('response_format')).toBe('json');

    const error = { message: "response_format 'verbose_json' is not compatible" };
    const strict = await startService(
      { status: 400, body: JSON.stringify({ error }) },
      says('after all'),
    );
    const engine = engineOf(strict.baseUrl, { model: 'whisper-large' });
    expect(await engine.transcribe(await someAudio(), never)).toMatchObject({ text: 'after all' });
    expect((await formOf(strict.received[1])).get('response_format')).toBe('json');
  });

  it.each([
    ['http://localhost:8000/v1', false],
    ['http://127.0.0.1:8000/v1', false],
    ['http://[::1]:8000/v1', false],
    ['https://api.openai.com/v1', true],
    ['http://localhost.example.org/v1', true],
    ['http://127.0.0.1.example.org/v1', true],
  ])('knows of %s whether audio leaves the machine: %s', (baseUrl, isAway) => {
    expect(engineOf(baseUrl).sendsAudioAway).toBe(isAway);
  });

  it.each<[string, Reaction[]]>([
    ['500 twice', [broken(500), broken(500)]],
    ['503 once', [broken(503)]],
    ['429 with Retry-After in seconds', [{ ...busy, headers: { 'retry-after': '0' } }]],
    [
      '429 with Retry-After as a date',
      [{ ...busy, headers: { 'retry-after': new Date().toUTCString() } }],
    ],
    ['429 without a word', [busy]],
    ['a connection that is closed at once', [(socket) => socket.destroy()]],
    ['an answer that is cut short', [cutShort]],
  ])('tries again after %s', async (_, reactions) => {
    const { baseUrl, received } = await startService(...reactions, says('at last'));
    expect(await engineOf(baseUrl).transcribe(await someAudio(), never)).toMatchObject({
      text: 'at last',
    });
    expect(received).toHaveLength(reactions.length + 1);
  });

  it.each<[string, Reaction, number, RegExp]>([
    [
      '500 each time',
      broken(500),
      3,
      /unreachable: .*answered 500: out of order\. .*try again later/,
    ],
    [
      'an answer that is always cut short',
      cutShort,
      3,
      /unreachable: .*closed the connection before its answer/,
    ],
    [
      '401',
      refuse(401, 'Incorrect API key provided'),
      1,
      /failed: .*answered 401: Incorrect API key provided\. Check the key/,
    ],
    [
      '404',
      refuse(404, 'The model `x` does not exist'),
      1,
      /failed: .*does not exist\. Check the settings/,
    ],
    [
      '413',
      refuse(413, 'Maximum content size limit exceeded'),
      1,
      /failed: .*too long for this service/,
    ],
    [
      '400',
      refuse(400, 'Invalid file format.'),
      1,
      /failed: .*answered 400: Invalid file format\. Check/,
    ],
    [
      'a Retry-After that is too long',
      { ...busy, headers: { 'retry-after': '3600' } },
      1,
      /unreachable: .*Try again in 3600 s/,
    ],
    [
      'an account without money',
      {
        status: 429,
        body: JSON.stringify({
          error: { code: 'insufficient_quota', message: 'You exceeded your current quota' },
        }),
      },
      1,
      /failed: .*exceeded your current quota.*no credit left/,
    ],
    [
      '200 with a web page',
      { status: 200, body: '<!doctype html><html><body>Welcome to the café</body>' },
      1,
      /failed: .*no transcript/,
    ],
    ['200 with broken JSON', { status: 200, body: '{"text": "hel' }, 1, /failed: .*no transcript/],
    [
      '200 with JSON of another kind',
      { status: 200, body: '{"message": "pong"}' },
      1,
      /failed: .*no transcript/,
    ],
    [
      '502 with a web page',
      { status: 502, body: '<html><style>p{}</style><h1>Bad <b>Gateway</b></h1></html>' },
      3,
      /unreachable: .*answered 502: Bad Gateway\. /,
    ],
    [
      'a redirect',
      { status: 307, body: '', headers: { location: 'https://elsewhere.example/v1' } },
      1,
      /failed: .*Redirects are not followed/,
    ],
    [
      'something that is no HTTP',
      (socket) => socket.end('220 mail ready\r\n'),
      1,
      /failed: .*does not answer in HTTP/,
    ],
  ])('tells in the service’s own words about %s', async (_, reaction, requests, message) => {
    const { baseUrl, received } = await startService(reaction);
    const error = await failureOf(engineOf(baseUrl), await someAudio());
    expect(`${error.code}: ${error.message}`).toMatch(message);
    expect(received).toHaveLength(requests);
  });

  it('hears a refusal that comes before the upload is over', async () => {
    const baseUrl = await startRawService((socket) => {
      socket.once('data', () => {
        const body = JSON.stringify({ error: { message: 'too big' } });
        socket.end(
          `HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
        socket.destroySoon();
      });
    });
    const audio = await someAudio(new Int16Array(10_000_000));
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(engineOf(baseUrl).transcribe(audio, never)).rejects.toMatchObject({
        code: 'engine_failed',
        message: expect.stringContaining('413: too big'),
      });
  });

  it('follows no redirect with its key', async () => {
    const elsewhere = await startService(says('stolen'));
    const { baseUrl } = await startService({
      status: 308,
      body: '',
      headers: { location: `${elsewhere.baseUrl}/audio/transcriptions` },
    });
    await expect(engineOf(baseUrl).transcribe(await someAudio(), never)).rejects.toThrow(
      /answered 308/,
    );
    expect(elsewhere.received).toEqual([]);
  });

  it('gives up at its deadline on a service that answers nothing, or a byte at a time', async () => {
    const impatient = { ...quick, allowance: { baseMs: 100, perAudioMs: 1 }, tries: 2 };
    const silent = await startService(() => {});
    const trickling = await startService((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(timer));
    });
    for (const { baseUrl, received } of [silent, trickling]) {
      const audio = { ...(await someAudio()), durationMs: 50 };
      const engine = engineOf(baseUrl, { patience: impatient });
      await expect(engine.transcribe(audio, never)).rejects.toMatchObject({
        code: 'engine_timeout',
        message: expect.stringContaining('within 0.15 s'),
      });
      expect(received).toHaveLength(2);
    }
  });

  it('takes no more of an endless answer than an answer may have', async () => {
    const { baseUrl } = await startService((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n{"text": "');
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536)));
      };
      socket.on('drain', more);
      more();
    });
    await expect(engineOf(baseUrl).transcribe(await someAudio(), never)).rejects.toThrow(
      /no transcript/,
    );
  });

  it('says what to check when nobody listens, or nobody is known by that name', async () => {
    const port = await unusedPort();
    await expect(
      engineOf(`http://127.0.0.1:${port}/v1`).transcribe(await someAudio(), never),
    ).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: expect.stringMatching(/“127.0.0.1:\d+” refused the connection.*base_url/),
    });
    await expect(
      engineOf('http://whis.invalid/v1').transcribe(await someAudio(), never),
    ).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: expect.stringMatching(/“whis.invalid” was not found.*network/),
    });
  });

  it('says what to check when the connection is not safe, and does not insist', async () => {
    const { baseUrl } = await startService(says('in plain'));
    await expect(
      engineOf(baseUrl.replace('http:', 'https:')).transcribe(await someAudio(), never),
    ).rejects.toMatchObject({
      code: 'engine_failed',
      message: expect.stringMatching(/not safe .*http and https/),
    });
  });

  it('ends at once when it is cancelled, whatever it is at', async () => {
    const reason = new Error('enough');
    const asked = Promise.withResolvers<void>();
    const silent = await startService(() => asked.resolve());
    const inRequest = new AbortController();
    const running = engineOf(silent.baseUrl).transcribe(await someAudio(), inRequest.signal);
    await asked.promise;
    inRequest.abort(reason);
    await expect(running).rejects.toBe(reason);

    const pausing = await startService(broken(500));
    const inPause = new AbortController();
    const patience = { ...quick, backOffMs: 60_000 };
    const waiting = engineOf(pausing.baseUrl, { patience }).transcribe(
      await someAudio(),
      inPause.signal,
    );
    await expect.poll(() => pausing.received.length).toBe(1);
    inPause.abort(reason);
    await expect(waiting).rejects.toBe(reason);

    await expect(
      engineOf(silent.baseUrl).transcribe(await someAudio(), AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });

  it('says which file is missing', async () => {
    const audio = {
      path: '/nonexistent/audio.wav',
      durationMs: 1,
      language: null,
      languages: [],
      words: [],
    };
    await expect(engineOf('http://localhost:1/v1').transcribe(audio, never)).rejects.toMatchObject({
      code: 'audio_missing',
      message: expect.stringContaining('/nonexistent/audio.wav'),
    });
  });

  it.each<[string, Reaction]>([
    ['its message', refuse(401, `Incorrect API key provided: ${key}.`)],
    ['part of its message', refuse(401, 'Incorrect API key provided: sk-test-****cdef.')],
    ['its text', { status: 403, body: `Bearer ${key} is blocked` }],
    ['markup', { status: 500, body: `<p>Authorization: Bear<i>er</i> ${key}</p>` }],
    ['markup in the key itself', { status: 500, body: `${key.slice(0, 9)}<wbr>${key.slice(9)}` }],
    ['a long text, at its cut', { status: 400, body: `${'x'.repeat(285)} ${key}` }],
    ['JSON of another kind', { status: 400, body: JSON.stringify({ headers: { key } }) }],
    [
      'a location',
      { status: 302, body: '', headers: { location: `https://x.example/?key=${key}` } },
    ],
    ['what is no HTTP', (socket) => socket.end(`${key}\r\n\r\n`)],
  ])('tells nobody the key when the service echoes it in %s', async (_, reaction) => {
    const { baseUrl } = await startService(reaction);
    const error: unknown = await engineOf(baseUrl)
      .transcribe(await someAudio(), never)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^engine_(failed|unreachable)$/) });
    const told = `${(error as Error).message} ${String((error as Error).cause)} ${(error as Error).stack}`;
    expect(told).not.toContain(key);
    expect(told).not.toContain('0123456789');
    expect(told).not.toContain('cdef');
  });

  it('says that a key with a line end in it is none, without telling it', async () => {
    const { baseUrl } = await startService(says('never'));
    const error: unknown = await engineOf(baseUrl, { key: `${key}\n${key}` })
      .transcribe(await someAudio(), never)
      .catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(/characters that no key has/);
    expect((error as Error).message).not.toContain(key);
  });
});
