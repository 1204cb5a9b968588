/** The part of sherpa-onnx-node that whis uses; the package brings no types of its own. */
declare module 'sherpa-onnx-node' {
  export interface Waveform {
    readonly samples: Float32Array;
    readonly sampleRate: number;
  }

  export interface OfflineStream {
    acceptWaveform(wave: Waveform): void;
  }

  export interface Result {
    readonly text: string;
    readonly tokens?: readonly string[];
    /** Seconds; of a streaming recogniser from `start_time`. */
    readonly timestamps?: readonly number[];
    readonly start_time?: number;
  }

  export class OfflineRecognizer {
    /** A corrupt model aborts the process; missing metadata ends it. */
    static createAsync(config: object): Promise<OfflineRecognizer>;
    /** Hotwords are parted by slashes. */
    createStream(hotwords?: string): OfflineStream;
    decodeAsync(stream: OfflineStream): Promise<Result>;
  }

  export interface OnlineStream {
    acceptWaveform(wave: Waveform): void;
    inputFinished(): void;
  }

  export class OnlineRecognizer {
    constructor(config: object);
    createStream(): OnlineStream;
    isReady(stream: OnlineStream): boolean;
    decode(stream: OnlineStream): void;
    isEndpoint(stream: OnlineStream): boolean;
    reset(stream: OnlineStream): void;
    getResult(stream: OnlineStream): Result;
  }

  export class Vad {
    constructor(config: object, bufferSizeInSeconds: number);
    /** Judges all of it at once: one window at a time is what it is to be given. */
    acceptWaveform(samples: Float32Array): void;
    /** Whether somebody speaks now. */
    isDetected(): boolean;
    /** Ends the speech that goes on, but for `isDetected` after the next window. */
    flush(): void;
    /** Drops the speech that has ended. */
    clear(): void;
    reset(): void;
  }

  export class OfflinePunctuation {
    constructor(config: object);
    addPunct(text: string): string;
  }

  export class OnlinePunctuation {
    constructor(config: object);
    addPunct(text: string): string;
  }
}
