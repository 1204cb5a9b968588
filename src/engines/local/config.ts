import type { Manifest } from './manifest.ts';

/**
 * What sherpa-onnx's OfflineRecognizer is made from. Source of the keys: `types.js` of
 * sherpa-onnx-node 1.13 and its `nodejs-addon-examples`.
 */
export interface RecogniserConfig {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  readonly modelConfig: Readonly<Record<string, unknown>>;
}

/**
 * The configuration that runs a model. `language` is one of the model's own, or null to let it find
 * out; kinds that know one language only, or find it out by themselves, take no notice of it.
 */
export function recogniserConfig(
  { kind, files, languages, sampleRateHz, featureDim, modelType }: Manifest,
  options: { readonly language: string | null; readonly threads: number },
): RecogniserConfig {
  // An English-only Whisper refuses any language, its own too.
  const language = languages.length > 1 ? (options.language ?? '') : '';
  return {
    featConfig: { sampleRate: sampleRateHz, featureDim },
    modelConfig: {
      ...model(),
      tokens: files['tokens'],
      numThreads: options.threads,
      provider: 'cpu',
      debug: 0,
      ...(modelType !== null && { modelType }),
    },
  };

  function model(): Record<string, Record<string, string | number | undefined>> {
    const { encoder, decoder } = files;
    switch (kind) {
      case 'ctc':
        return { nemoCtc: { model: files['model'] } };
      case 'transducer':
        return { transducer: { encoder, decoder, joiner: files['joiner'] } };
      case 'whisper':
        // -1 is sherpa-onnx's own choice of how much silence to add.
        return { whisper: { encoder, decoder, language, task: 'transcribe', tailPaddings: -1 } };
      case 'moonshine':
        return {
          moonshine: files['merged_decoder']
            ? { encoder, mergedDecoder: files['merged_decoder'] }
            : {
                preprocessor: files['preprocessor'],
                encoder,
                uncachedDecoder: files['uncached_decoder'],
                cachedDecoder: files['cached_decoder'],
              },
        };
      case 'sense-voice':
        return {
          senseVoice: { model: files['model'], language, useInverseTextNormalization: 1 },
        };
    }
  }
}
