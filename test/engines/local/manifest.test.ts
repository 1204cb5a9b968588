import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readManifest } from '../../../src/engines/local/manifest.ts';
import { openWorkplace } from '../workplace.ts';

const plain = {
  kind: 'whisper',
  files: { encoder: 'e.onnx', decoder: 'sub/d.onnx', tokens: 'tokens.txt' },
  languages: ['en', 'de'],
  licence: 'MIT',
  source: 'https://example.org/model',
};

describe('readManifest', () => {
  it('reads a model with the paths of its files, and fills in what is usual', async () => {
    const folder = await writeModel(plain);
    expect(readManifest(folder)).toEqual({
      name: 'model',
      kind: 'whisper',
      files: {
        encoder: join(folder, 'e.onnx'),
        decoder: join(folder, 'sub/d.onnx'),
        tokens: join(folder, 'tokens.txt'),
      },
      languages: ['en', 'de'],
      licence: 'MIT',
      source: 'https://example.org/model',
      sampleRateHz: 16_000,
      featureDim: 80,
      modelType: null,
      punctuates: true,
      modelingUnit: null,
      endpointSilenceMs: 1200,
      endpointLongestMs: 120_000,
    });
  });

  it('reads what differs from the usual, and ignores what it does not know', async () => {
    const folder = await writeModel({
      ...plain,
      sample_rate_hz: 8000,
      feature_dim: 64,
      model_type: 'nemo_transducer',
      punctuates: false,
      modeling_unit: 'cjkchar+bpe',
      endpoint_silence_ms: 800,
      endpoint_longest_ms: 30_000,
      files: { ...plain.files, licence_text: '../../etc/passwd' },
      note: 'whatever',
    });
    expect(readManifest(folder)).toMatchObject({
      sampleRateHz: 8000,
      featureDim: 64,
      modelType: 'nemo_transducer',
      punctuates: false,
      modelingUnit: 'cjkchar+bpe',
      endpointSilenceMs: 800,
      endpointLongestMs: 30_000,
    });
    expect(Object.keys(readManifest(folder).files)).toEqual(['encoder', 'decoder', 'tokens']);
  });

  it('reads what tells speech from silence, which knows no language', async () => {
    const { languages: _, ...rest } = plain;
    const folder = await writeModel({ ...rest, kind: 'vad', files: { model: 'e.onnx' } });
    expect(readManifest(folder)).toMatchObject({ kind: 'vad', languages: [] });
  });

  it('takes the first of the ways in which a kind can be made', async () => {
    const files = { model: 'e.onnx', bpe_vocab: 'tokens.txt' };
    const folder = await writeModel({ ...plain, kind: 'punctuation', files });
    expect(Object.keys(readManifest(folder).files)).toEqual(['model', 'bpe_vocab']);
  });

  it.each<[string, object, RegExp]>([
    [
      'kind',
      { kind: 'magic' },
      /“kind” is "magic"; allowed: ctc, transducer, whisper, moonshine, sense-voice, streaming-ctc, streaming-zipformer-ctc, streaming-transducer, vad, punctuation\./,
    ],
    ['kind of the prototype', { kind: 'toString' }, /“kind” is "toString"/],
    ['missing kind', { kind: undefined }, /“kind” is missing/],
    [
      'missing files',
      { files: undefined },
      /“files” is missing; it names: encoder, decoder, tokens\./,
    ],
    [
      'too few files',
      { files: { encoder: 'e.onnx' } },
      /“files” has \["encoder"\]; a “whisper” model needs: encoder, decoder, tokens\./,
    ],
    [
      'number as a file',
      { files: { ...plain.files, tokens: 3 } },
      /“files\.tokens” is 3; allowed: the name/,
    ],
    [
      'file that leads out',
      { files: { ...plain.files, tokens: '../tokens.txt' } },
      /“files\.tokens” is .* outside the model's folder/,
    ],
    [
      'file that leads out by a detour',
      { files: { ...plain.files, tokens: 'sub/../../tokens.txt' } },
      /outside the model's folder/,
    ],
    [
      'absolute file',
      { files: { ...plain.files, tokens: '/etc/passwd' } },
      /outside the model's folder/,
    ],
    [
      'file that is not there',
      { files: { ...plain.files, tokens: 'gone.txt' } },
      /“files\.tokens”: there is no file .*gone\.txt/,
    ],
    ['folder as a file', { files: { ...plain.files, tokens: 'sub' } }, /there is no file .*sub/],
    ['languages', { languages: [] }, /“languages” is \[\]; allowed: a list of codes/],
    ['number among the languages', { languages: ['en', 7] }, /“languages” is \["en",7\]/],
    ['licence', { licence: '' }, /“licence” is ""; allowed: a text/],
    ['source', { source: null }, /“source” is null; allowed: a text/],
    [
      'sample rate',
      { sample_rate_hz: '16k' },
      /“sample_rate_hz” is "16k"; allowed: a whole number from 8000 to 48000/,
    ],
    [
      'feature size',
      { feature_dim: 0.5 },
      /“feature_dim” is 0\.5; allowed: a whole number from 1 to 512/,
    ],
    ['model type', { model_type: 5 }, /“model_type” is 5; allowed: a text/],
    ['punctuation', { punctuates: 'yes' }, /“punctuates” is "yes"; allowed: true, false\./],
    [
      'modeling unit',
      { modeling_unit: 'word' },
      /“modeling_unit” is "word"; allowed: bpe, cjkchar, cjkchar\+bpe\./,
    ],
    [
      'silence',
      { endpoint_silence_ms: 1 },
      /“endpoint_silence_ms” is 1; allowed: a whole number from 100 to 60000/,
    ],
  ])('names file, key and what is allowed for a wrong %s', async (_, change, message) => {
    const folder = await writeModel({ ...plain, ...change });
    expect(() => readManifest(folder)).toThrow(message);
    expect(() => readManifest(folder)).toThrow(join(folder, 'manifest.json'));
  });

  it.each(['', '{', '[]', 'null', '7'])('says that %j is no manifest', async (text) => {
    const folder = await writeModel(text);
    expect(() => readManifest(folder)).toThrow(
      /manifest\.json: (is not JSON|holds no JSON object)/,
    );
  });
});

async function writeModel(manifest: object | string): Promise<string> {
  const { modelsFolder } = await openWorkplace();
  const folder = join(modelsFolder, 'model');
  await mkdir(join(folder, 'sub'), { recursive: true });
  for (const name of ['e.onnx', 'sub/d.onnx', 'tokens.txt', '../tokens.txt'])
    await writeFile(join(folder, name), '');
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  await writeFile(join(folder, 'manifest.json'), text);
  return folder;
}
