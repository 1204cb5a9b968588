import { trades } from './kinds.ts';
import type { Manifest } from './manifest.ts';

/**
 * What a recogniser of sherpa-onnx is made from. Source of the keys: `types.js` of sherpa-onnx-node
 * 1.13, its `nodejs-addon-examples`, and `streaming-asr.cc` for `hotwordsBuf`.
 */
export interface RecogniserConfig {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  readonly modelConfig: Readonly<Record<string, unknown>>;
  readonly decodingMethod: 'greedy_search' | 'modified_beam_search';
  readonly [endpointOrHotwords: string]: unknown;
}

/** How a model is to listen. */
export interface RecogniserOptions {
  /**
   * One of the model's own, or null to let it find out; kinds that know one language only, or find it
   * out by themselves, take no notice of it.
   */
  readonly language: string | null;
  readonly threads: number;
  /** What `hotwordsOf` gave. */
  readonly hotwords: readonly string[];
}

/** How much Silero's model judges at once, in samples: 32 ms. */
export const vadWindow = 512;

/** Silence without a word resets a streaming model after this many seconds: sherpa-onnx's own choice. */
const idleSeconds = 2.4;

/** The configuration that runs a model which recognises. */
export function recogniserConfig(
  manifest: Manifest,
  { language, threads, hotwords }: RecogniserOptions,
): RecogniserConfig {
  const { files, sampleRateHz, featureDim, modelType, modelingUnit } = manifest;
  const listensFor = hotwords.length > 0;
  const { isStreaming } = trades[manifest.kind];
  return {
    featConfig: { sampleRate: sampleRateHz, featureDim },
    modelConfig: {
      ...modelOf(manifest, language),
      tokens: files['tokens'],
      numThreads: threads,
      provider: 'cpu',
      debug: 0,
      ...(modelType !== null && { modelType }),
      ...(listensFor && { modelingUnit, bpeVocab: files['bpe_vocab'] ?? '' }),
    },
    // Words that are listened for need the slower search.
    decodingMethod: listensFor ? 'modified_beam_search' : 'greedy_search',
    ...(isStreaming && endpoints(manifest)),
    // An offline model is given them with each recording.
    ...(isStreaming && listensFor && hotwordsBuffer(hotwords)),
  };
}

/** The words that a model can be told to listen for: none where its manifest has not what that needs. */
export function hotwordsOf(
  { kind, files, modelingUnit }: Manifest,
  words: readonly string[],
): string[] {
  const isTransducer = kind === 'transducer' || kind === 'streaming-transducer';
  const hasUnit = modelingUnit === 'cjkchar' || (modelingUnit !== null && 'bpe_vocab' in files);
  if (!isTransducer || !hasUnit) return [];
  // A slash parts two words, and what follows a colon is a score, in sherpa-onnx's notation.
  return words.map((word) => word.replace(/[/:\s]+/g, ' ').trim()).filter((word) => word !== '');
}

/**
 * The configuration of what tells speech from all other sound: what Silero and sherpa-onnx choose
 * themselves, but for the durations. Those are shorter than a window, so that it tells at once of each.
 * Source: `silero-vad-model.cc` and `voice-activity-detector.cc` of sherpa-onnx.
 */
export function vadConfig({ files }: Manifest): object {
  return {
    sileroVad: {
      model: files['model'],
      threshold: 0.5,
      minSilenceDuration: 0.01,
      minSpeechDuration: 0.01,
      windowSize: vadWindow,
    },
    sampleRate: 16_000,
    numThreads: 1,
    provider: 'cpu',
    debug: 0,
  };
}

/** The configuration of what writes punctuation. */
export function punctuationConfig({ files }: Manifest): object {
  const { model, bpe_vocab: bpeVocab } = files;
  const kind = bpeVocab === undefined ? { ctTransformer: model } : { cnnBilstm: model, bpeVocab };
  return { model: { ...kind, numThreads: 1, provider: 'cpu', debug: 0 } };
}

function endpoints({ endpointSilenceMs, endpointLongestMs }: Manifest): object {
  return {
    enableEndpoint: 1,
    rule1MinTrailingSilence: Math.max(idleSeconds, endpointSilenceMs / 1000),
    rule2MinTrailingSilence: endpointSilenceMs / 1000,
    rule3MinUtteranceLength: endpointLongestMs / 1000,
  };
}

function hotwordsBuffer(hotwords: readonly string[]): object {
  const hotwordsBuf = hotwords.join('\n');
  return { hotwordsBuf, hotwordsBufSize: Buffer.byteLength(hotwordsBuf) };
}

function modelOf(
  { kind, files, languages }: Manifest,
  wanted: string | null,
): Record<string, Record<string, string | number | undefined>> {
  const { model, encoder, decoder, joiner } = files;
  // An English-only Whisper refuses any language, its own too.
  const language = languages.length > 1 ? (wanted ?? '') : '';
  switch (kind) {
    case 'ctc':
    case 'streaming-ctc':
      return { nemoCtc: { model } };
    case 'streaming-zipformer-ctc':
      return { zipformer2Ctc: { model } };
    case 'transducer':
    case 'streaming-transducer':
      return { transducer: { encoder, decoder, joiner } };
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
      return { senseVoice: { model, language, useInverseTextNormalization: 1 } };
    case 'vad':
    case 'punctuation':
      // Nobody asks: what is chosen as an engine's model recognises.
      return {};
  }
}
