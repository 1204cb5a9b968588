import { describe, expect, it } from 'vitest';

import { recogniserConfig } from '../../../src/engines/local/config.ts';
import { modelKinds, type Manifest, type ModelKind } from '../../../src/engines/local/manifest.ts';

const common = { tokens: '/m/tokens', numThreads: 2, provider: 'cpu', debug: 0 };

describe('recogniserConfig', () => {
  it.each<[ModelKind, readonly string[], object]>([
    ['ctc', modelKinds.ctc[0], { nemoCtc: { model: '/m/model' } }],
    [
      'transducer',
      modelKinds.transducer[0],
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
    expect(recogniserConfig(manifest(kind, roles), { language: 'de', threads: 2 })).toEqual({
      featConfig: { sampleRate: 16_000, featureDim: 80 },
      modelConfig: { ...model, ...common },
    });
  });

  it('lets the model find the language out when none is set', () => {
    const whisper = manifest('whisper', modelKinds.whisper[0]);
    expect(recogniserConfig(whisper, { language: null, threads: 2 }).modelConfig).toMatchObject({
      whisper: { language: '' },
    });
  });

  it('names no language to a model that knows one only', () => {
    const english = { ...manifest('whisper', modelKinds.whisper[0]), languages: ['en'] };
    expect(recogniserConfig(english, { language: 'en', threads: 2 }).modelConfig).toMatchObject({
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
    expect(recogniserConfig(model, { language: null, threads: 1 })).toMatchObject({
      featConfig: { sampleRate: 8000, featureDim: 64 },
      modelConfig: { modelType: 'nemo_transducer', numThreads: 1 },
    });
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
  };
}
