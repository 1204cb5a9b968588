import { describe, expect, it } from 'vitest';

import { hotwordsOf, recogniserConfig } from '../../../src/engines/local/config.ts';
import { modelKinds, type ModelKind } from '../../../src/engines/local/kinds.ts';
import type { Manifest } from '../../../src/engines/local/manifest.ts';

const common = { tokens: '/m/tokens', numThreads: 2, provider: 'cpu', debug: 0 };

describe('recogniserConfig', () => {
  it.each<[ModelKind, readonly string[], object]>([
    ['ctc', modelKinds.ctc[0], { nemoCtc: { model: '/m/model' } }],
    [
      'transducer',
      modelKinds.transducer[1],
      { transducer: { encoder: '/m/encoder', decoder: '/m/decoder', joiner: '/m/joiner' } },
    ],
    [
      'whisper',
      modelKinds.whisper[0],
      {
        whisper: {
          encoder: '/m/encoder',
          decoder: '/m/decoder',
          language: 'de',
          task: 'transcribe',
          tailPaddings: -1,
        },
      },
    ],
    [
      'moonshine',
      modelKinds.moonshine[0],
      {
        moonshine: {
          preprocessor: '/m/preprocessor',
          encoder: '/m/encoder',
          uncachedDecoder: '/m/uncached_decoder',
          cachedDecoder: '/m/cached_decoder',
        },
      },
    ],
    [
      'moonshine',
      modelKinds.moonshine[1],
      { moonshine: { encoder: '/m/encoder', mergedDecoder: '/m/merged_decoder' } },
    ],
    [
      'sense-voice',
      modelKinds['sense-voice'][0],
      { senseVoice: { model: '/m/model', language: 'de', useInverseTextNormalization: 1 } },
    ],
  ])('builds what sherpa-onnx wants for the kind %s of %j', (kind, roles, model) => {
    expect(
      recogniserConfig(manifest(kind, roles), { language: 'de', threads: 2, hotwords: [] }),
    ).toEqual({
      featConfig: { sampleRate: 16_000, featureDim: 80 },
      modelConfig: { ...model, ...common },
      decodingMethod: 'greedy_search',
    });
  });

  it('lets the model find the language out when none is set', () => {
    const whisper = manifest('whisper', modelKinds.whisper[0]);
    expect(
      recogniserConfig(whisper, { language: null, threads: 2, hotwords: [] }).modelConfig,
    ).toMatchObject({
      whisper: { language: '' },
    });
  });

  it('names no language to a model that knows one only', () => {
    const english = { ...manifest('whisper', modelKinds.whisper[0]), languages: ['en'] };
    expect(
      recogniserConfig(english, { language: 'en', threads: 2, hotwords: [] }).modelConfig,
    ).toMatchObject({
      whisper: { language: '' },
    });
  });

  it('passes features and variant on', () => {
    const model = {
      ...manifest('transducer', modelKinds.transducer[0]),
      sampleRateHz: 8000,
      featureDim: 64,
      modelType: 'nemo_transducer',
    };
    expect(recogniserConfig(model, { language: null, threads: 1, hotwords: [] })).toMatchObject({
      featConfig: { sampleRate: 8000, featureDim: 64 },
      modelConfig: { modelType: 'nemo_transducer', numThreads: 1 },
    });
  });

  it.each<[ModelKind, readonly string[], object]>([
    ['streaming-ctc', modelKinds['streaming-ctc'][0], { nemoCtc: { model: '/m/model' } }],
    [
      'streaming-zipformer-ctc',
      modelKinds['streaming-zipformer-ctc'][0],
      { zipformer2Ctc: { model: '/m/model' } },
    ],
    [
      'streaming-transducer',
      modelKinds['streaming-transducer'][1],
      { transducer: { encoder: '/m/encoder', decoder: '/m/decoder', joiner: '/m/joiner' } },
    ],
  ])('ends what is said to the kind %s in a pause', (kind, roles, model) => {
    const streaming = { ...manifest(kind, roles), endpointSilenceMs: 3000 };
    expect(recogniserConfig(streaming, { language: 'de', threads: 2, hotwords: [] })).toMatchObject(
      {
        modelConfig: { ...model, ...common },
        enableEndpoint: 1,
        rule1MinTrailingSilence: 3,
        rule2MinTrailingSilence: 3,
        rule3MinUtteranceLength: 120,
      },
    );
  });

  it('gives words to a streaming transducer when it is loaded', () => {
    const streaming: Manifest = {
      ...manifest('streaming-transducer', modelKinds['streaming-transducer'][0]),
      modelingUnit: 'bpe',
    };
    const hotwords = hotwordsOf(streaming, ['Zürich', 'either/or: 3']);
    expect(recogniserConfig(streaming, { language: null, threads: 2, hotwords })).toMatchObject({
      modelConfig: { modelingUnit: 'bpe', bpeVocab: '/m/bpe_vocab' },
      decodingMethod: 'modified_beam_search',
      hotwordsBuf: 'Zürich\neither or 3',
      hotwordsBufSize: 19,
    });
  });
});

describe('hotwordsOf', () => {
  it.each<[string, Partial<Manifest>, readonly string[]]>([
    ['a kind that takes none', { kind: 'whisper', modelingUnit: 'bpe' }, []],
    ['a transducer of unknown tokens', { kind: 'transducer' }, []],
    [
      'a transducer without the vocabulary that its tokens need',
      { kind: 'transducer', modelingUnit: 'bpe', files: {} },
      [],
    ],
    [
      'a transducer of characters',
      { kind: 'transducer', modelingUnit: 'cjkchar', files: {} },
      ['word'],
    ],
    ['a transducer with all that it needs', { kind: 'transducer', modelingUnit: 'bpe' }, ['word']],
  ])('is right about %s', (_, change, words) => {
    const model = { ...manifest('transducer', modelKinds.transducer[0]), ...change };
    expect(hotwordsOf(model, ['word', ' / '])).toEqual(words);
  });
});

function manifest(kind: ModelKind, roles: readonly string[]): Manifest {
  return {
    name: 'm',
    kind,
    files: Object.fromEntries(roles.map((role) => [role, `/m/${role}`])),
    languages: ['en', 'de'],
    licence: 'MIT',
    source: 'nowhere',
    sampleRateHz: 16_000,
    featureDim: 80,
    modelType: null,
    punctuates: false,
    modelingUnit: null,
    endpointSilenceMs: 1200,
    endpointLongestMs: 120_000,
  };
}
