/** What kinds of model there are, and the files that each is made of: the first list that is there. */
export const modelKinds = {
  /** NeMo CTC. */
  ctc: [['model', 'tokens']],
  transducer: [
    ['encoder', 'decoder', 'joiner', 'tokens', 'bpe_vocab'],
    ['encoder', 'decoder', 'joiner', 'tokens'],
  ],
  whisper: [['encoder', 'decoder', 'tokens']],
  /** The first generation has four parts, the second two. */
  moonshine: [
    ['preprocessor', 'encoder', 'uncached_decoder', 'cached_decoder', 'tokens'],
    ['encoder', 'merged_decoder', 'tokens'],
  ],
  'sense-voice': [['model', 'tokens']],
  /** Streaming NeMo CTC. */
  'streaming-ctc': [['model', 'tokens']],
  'streaming-zipformer-ctc': [['model', 'tokens']],
  'streaming-transducer': [
    ['encoder', 'decoder', 'joiner', 'tokens', 'bpe_vocab'],
    ['encoder', 'decoder', 'joiner', 'tokens'],
  ],
  /** Silero's: tells speech from silence. */
  vad: [['model']],
  /** A CNN-BiLSTM with its vocabulary, or a CT transformer. */
  punctuation: [['model', 'bpe_vocab'], ['model']],
} as const satisfies Record<string, readonly (readonly string[])[]>;

/** One of the kinds of model that the local engine runs. */
export type ModelKind = keyof typeof modelKinds;

/** What a kind of model is there for. */
export interface Trade {
  /** Others help a recogniser, and are never chosen as the engine's model. */
  readonly isRecogniser: boolean;
  /** Whether it writes while it listens. */
  readonly isStreaming: boolean;
  /** Whether models of this kind usually write punctuation. */
  readonly punctuates: boolean;
}

const whole: Trade = { isRecogniser: true, isStreaming: false, punctuates: true };
const streaming: Trade = { isRecogniser: true, isStreaming: true, punctuates: false };
const helper: Trade = { isRecogniser: false, isStreaming: false, punctuates: false };

/** What each kind is there for. */
export const trades: Readonly<Record<ModelKind, Trade>> = {
  ctc: { ...whole, punctuates: false },
  transducer: whole,
  whisper: whole,
  moonshine: whole,
  'sense-voice': whole,
  'streaming-ctc': streaming,
  'streaming-zipformer-ctc': streaming,
  'streaming-transducer': streaming,
  vad: helper,
  punctuation: helper,
};

/** What a model's tokens are, by sherpa-onnx's names: it can be given words only where that is known. */
export const modelingUnits = ['bpe', 'cjkchar', 'cjkchar+bpe'] as const;

/** One of the kinds of token. */
export type ModelingUnit = (typeof modelingUnits)[number];
