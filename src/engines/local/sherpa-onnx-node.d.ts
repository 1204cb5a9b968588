/** The part of sherpa-onnx-node that whis uses; the package brings no types of its own. */
declare module 'sherpa-onnx-node' {
  export interface OfflineStream {
    acceptWaveform(wave: { readonly samples: Float32Array; readonly sampleRate: number }): void;
  }

  export class OfflineRecognizer {
    /** A corrupt model aborts the process; missing metadata ends it. */
    static createAsync(config: object): Promise<OfflineRecognizer>;
    createStream(): OfflineStream;
    decodeAsync(stream: OfflineStream): Promise<{
      readonly text: string;
      readonly tokens?: readonly string[];
      readonly timestamps?: readonly number[];
    }>;
  }
}
