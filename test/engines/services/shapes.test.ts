import { describe, expect, it } from 'vitest';

import type { Hints } from '../../../src/core/ports.ts';
import type { ServiceName } from '../../../src/protocol/settings.ts';
import { never } from '../workplace.ts';
import { startService, type Reaction, type Received } from './service.ts';
import { engineOf, formOf, key, recording, refuse, someAudio } from './set-up.ts';

const words = ['Quillara', 'Alder Creek Design', 'kubectl'];

/** What each service answers, as its documentation has it, and the transcript that is in it. */
const answers: Readonly<Record<ServiceName, { body: object; segments: object[] }>> = {
  openai: {
    body: {
      task: 'transcribe',
      language: 'english',
      duration: 2.95,
      text: 'Hello there. Good bye.',
      segments: [
        { id: 0, seek: 0, start: 0, end: 1.4, text: ' Hello there.', tokens: [1], temperature: 0 },
        { id: 1, seek: 0, start: 1.5, end: 2.9, text: ' Good bye.', tokens: [2], temperature: 0 },
      ],
    },
    segments: timed(0, 1.4, 1.5, 2.9),
  },
  groq: {
    body: {
      task: 'transcribe',
      language: 'English',
      duration: 2.95,
      text: ' Hello there. Good bye.',
      segments: [
        { id: 0, start: 0, end: 1.4, text: ' Hello there.', no_speech_prob: 0.01 },
        { id: 1, start: 1.5, end: 2.9, text: ' Good bye.', no_speech_prob: 0.01 },
      ],
      x_groq: { id: 'req_1' },
    },
    segments: timed(0, 1.4, 1.5, 2.9),
  },
  mistral: {
    body: {
      model: 'voxtral-mini-2602',
      text: 'Hello there. Good bye.',
      language: null,
      segments: [
        { type: 'transcription_segment', start: 0, end: 1.4, text: 'Hello there.' },
        { type: 'transcription_segment', start: 1.5, end: 2.9, text: 'Good bye.' },
      ],
      usage: { prompt_audio_seconds: 3, prompt_tokens: 4, total_tokens: 20, completion_tokens: 5 },
    },
    segments: timed(0, 1.4, 1.5, 2.9),
  },
  deepgram: {
    body: {
      metadata: { request_id: 'a', duration: 2.95, channels: 1, models: ['b'] },
      results: {
        channels: [
          {
            alternatives: [
              {
                transcript: 'Hello there. Good bye.',
                confidence: 0.99,
                words: [{ word: 'hello', start: 0.1, end: 0.5, punctuated_word: 'Hello' }],
              },
            ],
          },
        ],
        utterances: [
          {
            start: 0.1,
            end: 1.4,
            confidence: 0.9,
            channel: 0,
            transcript: 'Hello there.',
            id: 'c',
          },
          { start: 1.5, end: 2.9, confidence: 0.9, channel: 0, transcript: 'Good bye.', id: 'd' },
        ],
      },
    },
    segments: timed(0.1, 1.4, 1.5, 2.9),
  },
  elevenlabs: {
    body: {
      language_code: 'eng',
      language_probability: 0.98,
      text: 'Hello there. Good bye.',
      words: [
        { text: 'Hello', start: 0.1, end: 0.5, type: 'word', speaker_id: 'speaker_0' },
        { text: ' ', start: 0.5, end: 0.6, type: 'spacing', speaker_id: 'speaker_0' },
        { text: 'there.', start: 0.6, end: 1.4, type: 'word', speaker_id: 'speaker_0' },
        { text: ' ', start: 1.4, end: 1.5, type: 'spacing', speaker_id: 'speaker_0' },
        { text: 'Good', start: 1.5, end: 2, type: 'word', speaker_id: 'speaker_0' },
        { text: ' ', start: 2, end: 2.1, type: 'spacing', speaker_id: 'speaker_0' },
        { text: 'bye.', start: 2.1, end: 2.9, type: 'word', speaker_id: 'speaker_0' },
      ],
    },
    segments: timed(0.1, 1.4, 1.5, 2.9),
  },
};

const models: Readonly<Record<ServiceName, string>> = {
  openai: 'whisper-1',
  groq: 'whisper-large-v3-turbo',
  mistral: 'voxtral-mini-latest',
  deepgram: 'nova-3',
  elevenlabs: 'scribe_v2',
};

describe.each(Object.keys(answers) as ServiceName[])('the service %s', (name) => {
  it('understands the answer that is documented, with its times', async () => {
    const { body, segments } = answers[name];
    const { baseUrl } = await startService({ status: 200, body: JSON.stringify(body) });
    const engine = engineOf(baseUrl, { name, model: models[name] });
    expect(engine).toMatchObject({ name, model: models[name], parallel: 3 });
    expect(await engine.transcribe(await someAudio(), never)).toEqual({
      text: 'Hello there. Good bye.',
      segments,
    });
  });

  it('takes silence for what it is', async () => {
    const { baseUrl } = await startService({ status: 200, body: JSON.stringify(silence[name]) });
    expect(await engineOf(baseUrl, { name }).transcribe(await someAudio(), never)).toEqual({
      text: '',
      segments: [],
    });
  });
});

describe('OpenAI and Groq', () => {
  it.each(['openai', 'groq'] as const)('%s gets a form, its words in the prompt', async (name) => {
    const request = await requestOf(name, { language: 'de-CH', words });
    expect(request).toMatchObject({ method: 'POST', path: '/v1/audio/transcriptions' });
    expect(request.headers.authorization).toBe(`Bearer ${key}`);
    expect(await fieldsOf(request)).toEqual([
      ['model', models[name]],
      ['response_format', 'verbose_json'],
      ['language', 'de'],
      ['prompt', 'Quillara, Alder Creek Design, kubectl'],
      ['file', recording],
    ]);
  });

  it('give OpenAI’s newer model each language and each word by itself, and wish for no format', async () => {
    const hints = { languages: ['de-CH', 'en', 'de'], words: [...words, '<b>'] };
    const fields = await fieldsOf(await requestOf('openai', hints, 'gpt-transcribe'));
    expect(fields).toEqual([
      ['model', 'gpt-transcribe'],
      ['languages[]', 'de'],
      ['languages[]', 'en'],
      ...words.map((word) => ['keywords[]', word]),
      ['file', recording],
    ]);
  });

  it('make one line of what whisper.cpp’s server breaks into several', async () => {
    const segments = [
      { id: 0, start: 0, end: 1.4, text: ' Hello' },
      { id: 1, start: 1.4, end: 2, text: ' there.' },
    ];
    const body = JSON.stringify({ text: ' Hello\n there.\n', segments });
    const { baseUrl } = await startService({ status: 200, body });
    const transcript = await engineOf(baseUrl).transcribe(await someAudio(), never);
    expect(transcript).toMatchObject({ text: 'Hello there.' });
  });

  it('keep their prompt under what is heeded of it', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `Wörtchen${index}`);
    const fields = await fieldsOf(await requestOf('groq', { words: many }));
    const prompt = new Map(fields).get('prompt') as string;
    expect(prompt).toMatch(/^Wörtchen0, Wörtchen1, /);
    expect(Buffer.byteLength(prompt)).toBeLessThanOrEqual(224 * 3);
    expect(Buffer.byteLength(prompt)).toBeGreaterThan(600);
  });

  it('take the only language that is spoken, and none where there are several', async () => {
    const alone = new Map(await fieldsOf(await requestOf('openai', { languages: ['fr'] })));
    expect(alone.get('language')).toBe('fr');
    const several = new Map(await fieldsOf(await requestOf('openai', { languages: ['fr', 'de'] })));
    expect(several.has('language')).toBe(false);
  });
});

describe('Mistral', () => {
  it('gets a form: each word by itself, and times where no language is set', async () => {
    const request = await requestOf('mistral', { words: [...words, 'Creek, Alder'] });
    expect(request).toMatchObject({ method: 'POST', path: '/v1/audio/transcriptions' });
    expect(request.headers.authorization).toBe(`Bearer ${key}`);
    expect(await fieldsOf(request)).toEqual([
      ['model', 'voxtral-mini-latest'],
      ['timestamp_granularities', 'segment'],
      ...['Quillara', 'Alder', 'Creek', 'Design', 'kubectl'].map((one) => ['context_bias', one]),
      ['file', recording],
    ]);
  });

  it('gets the language instead of the wish for times, which it does not take together', async () => {
    const many = Array.from({ length: 150 }, (_, index) => `word${index}`);
    const fields = await fieldsOf(await requestOf('mistral', { language: 'fr', words: many }));
    expect(fields.slice(0, 2)).toEqual([
      ['model', 'voxtral-mini-latest'],
      ['language', 'fr'],
    ]);
    expect(fields.filter(([field]) => field === 'context_bias')).toHaveLength(100);
  });
});

describe('Deepgram', () => {
  it('gets the recording as the body, and all else in the address', async () => {
    const request = await requestOf('deepgram', { language: 'pt-BR', words });
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      authorization: `Token ${key}`,
      'content-type': 'audio/wav',
      'content-length': String(recording.length),
    });
    expect(request.body).toEqual(recording);
    expect(queryOf(request)).toEqual([
      ['model', 'nova-3'],
      ['smart_format', 'true'],
      ['utterances', 'true'],
      ['language', 'pt'],
      ...words.map((word) => ['keyterm', word]),
    ]);
    expect(request.path).toMatch(/^\/v1\/listen\?model=nova-3&/);
  });

  it.each<[Partial<Hints>, string[][]]>([
    [{}, [['detect_language', 'true']]],
    [
      { languages: ['en-GB', 'de'] },
      [
        ['detect_language', 'en'],
        ['detect_language', 'de'],
      ],
    ],
    [{ languages: ['de'] }, [['language', 'de']]],
  ])('is told of the languages in %j', async (hints, expected) => {
    const query = queryOf(await requestOf('deepgram', hints));
    expect(query.filter(([field]) => field?.includes('language'))).toEqual(expected);
  });

  it('gets key terms for the models that know them, and no more than these take', async () => {
    const many = Array.from({ length: 150 }, (_, index) => `w${index}`);
    const newer = queryOf(await requestOf('deepgram', { words: many }));
    expect(newer.filter(([field]) => field === 'keyterm')).toHaveLength(100);
    const older = queryOf(await requestOf('deepgram', { words }, 'nova-2'));
    expect(older.filter(([field]) => field === 'keyterm')).toEqual([]);
  });
});

describe('ElevenLabs', () => {
  it('gets a form with its own names, and the key in its own header', async () => {
    const request = await requestOf('elevenlabs', { language: 'en-US', words });
    expect(request).toMatchObject({ method: 'POST', path: '/v1/speech-to-text' });
    expect(request.headers['xi-api-key']).toBe(key);
    expect(request.headers.authorization).toBeUndefined();
    expect(await fieldsOf(request)).toEqual([
      ['model_id', 'scribe_v2'],
      ['tag_audio_events', 'false'],
      ['language_code', 'en'],
      ...words.map((word) => ['keyterms', word]),
      ['file', recording],
    ]);
  });

  it('gets no key term that it would refuse, and at most a hundred', async () => {
    const odd = ['a'.repeat(50), 'one two three four five six', '<b>', 'fine'];
    const many = Array.from({ length: 150 }, (_, index) => `w${index}`);
    const fields = await fieldsOf(await requestOf('elevenlabs', { words: [...odd, ...many] }));
    const terms = fields.filter(([field]) => field === 'keyterms').map(([, term]) => term);
    expect(terms.slice(0, 2)).toEqual(['fine', 'w0']);
    expect(terms).toHaveLength(100);
  });
});

describe('a service that does not know an extra', () => {
  it.each<[ServiceName, string, Reaction, RegExp]>([
    [
      'openai',
      'times',
      refuse(400, 'Currently only support response_format `text` or `json`'),
      /^$/,
    ],
    [
      'openai',
      'a prompt',
      { status: 422, body: '{"detail": [{"loc": ["body", "prompt"]}]}' },
      /^$/,
    ],
    ['mistral', 'words', { status: 422, body: '{"detail": [{"loc": ["context_bias"]}]}' }, /^$/],
    [
      'deepgram',
      'key terms',
      { status: 400, body: '{"err_code": "Bad Request", "err_msg": "Keyterm is not supported"}' },
      /^detect_language=true$/,
    ],
    [
      'elevenlabs',
      'key terms',
      { status: 400, body: '{"detail": {"status": "invalid", "message": "keyterms: no"}}' },
      /^$/,
    ],
  ])('%s, %s, is asked without it', async (name, _, refusal, language) => {
    const { baseUrl, received } = await startService(refusal, {
      status: 200,
      body: JSON.stringify(answers[name].body),
    });
    const audio = await someAudio(undefined, { words, languages: ['en', 'de'] });
    const engine = engineOf(baseUrl, { name, model: models[name] });
    expect(await engine.transcribe(audio, never)).toMatchObject({ text: 'Hello there. Good bye.' });
    const [first, second] = received;
    const extras = /verbose_json|"prompt"|context_bias|timestamp_gran|keyterm|utterances/;
    expect(`${first?.path} ${first?.body.toString()}`).toMatch(extras);
    expect(`${second?.path} ${second?.body.toString()}`).not.toMatch(extras);
    const query = new URL(second?.path ?? '', baseUrl).searchParams;
    query.delete('model');
    query.delete('smart_format');
    expect(query.toString()).toMatch(language);
  });

  it('is asked no third time when it still says no', async () => {
    const { baseUrl, received } = await startService(refuse(400, 'prompt is too long'));
    const audio = await someAudio(undefined, { words });
    await expect(engineOf(baseUrl).transcribe(audio, never)).rejects.toThrow(/prompt is too long/);
    expect(received).toHaveLength(2);
  });
});

it.each<[ServiceName, number]>([
  ['openai', 25_000_000],
  ['groq', 25_000_000],
  ['mistral', 500_000_000],
  ['deepgram', 2_000_000_000],
  ['elevenlabs', 3_000_000_000],
])('%s is given no more at once than it takes: %i bytes', (name, bytes) => {
  const { longestMs } = engineOf('http://localhost:1/v1', { name });
  expect((longestMs ?? 0) * 32 + 44).toBeLessThan(bytes);
  expect(longestMs).toBeGreaterThan(12 * 60_000);
});

const silence: Readonly<Record<ServiceName, object>> = {
  openai: { text: '', segments: [] },
  groq: { text: '', segments: [] },
  mistral: { text: '', segments: [], language: null },
  deepgram: {
    results: { channels: [{ alternatives: [{ transcript: '', words: [] }] }], utterances: [] },
  },
  elevenlabs: { text: '', words: [], language_code: 'eng' },
};

/** What a service gets for a recording with these hints. */
async function requestOf(
  name: ServiceName,
  hints: Partial<Hints>,
  model = models[name],
): Promise<Received> {
  const body = JSON.stringify(answers[name].body);
  const { baseUrl, received } = await startService({ status: 200, body });
  await engineOf(`${baseUrl}/`, { name, model }).transcribe(
    await someAudio(undefined, hints),
    never,
  );
  const [request] = received;
  if (!request) throw new Error('nothing was asked');
  return request;
}

/** The fields of a form in their order, the file as its bytes. */
async function fieldsOf(request: Received): Promise<[string, unknown][]> {
  const fields: [string, unknown][] = [];
  for (const [name, value] of await formOf(request))
    fields.push([name, typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer())]);
  return fields;
}

function queryOf({ path }: Received): string[][] {
  return [...new URL(path, 'http://localhost').searchParams].map((pair) => [...pair]);
}

function timed(start: number, end: number, nextStart: number, nextEnd: number): object[] {
  return [
    { start_s: start, end_s: end, text: 'Hello there.' },
    { start_s: nextStart, end_s: nextEnd, text: 'Good bye.' },
  ];
}
