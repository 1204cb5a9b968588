import type { OnlineRecognizer, OnlineStream, Result } from 'sherpa-onnx-node';

import type { Frame } from '../../core/ports.ts';
import { sampleRateHz } from '../../core/wav.ts';
import type { Segment } from '../../protocol/session.ts';
import { asFloats } from './pieces.ts';
import { segmentsOf } from './segments.ts';

/**
 * Silence after the last sample: a streaming model takes sound in chunks of up to 1.12 s, and a chunk
 * that is not full is never looked at.
 */
const tail = 1.2 * sampleRateHz;

/** Hears one recording from its beginning to its end, and writes while it does. */
export class Listener {
  /** All that was understood so far. */
  text = '';
  /** Samples. */
  heard = 0;
  readonly #recogniser: OnlineRecognizer;
  readonly #stream: OnlineStream;
  /** What ended in a pause, and does not change any more. */
  readonly #segments: Segment[] = [];

  constructor(recogniser: OnlineRecognizer) {
    this.#recogniser = recogniser;
    this.#stream = recogniser.createStream();
  }

  /** Takes the samples that follow. */
  add(samples: Frame): void {
    this.heard += samples.length;
    this.#take(asFloats(samples));
  }

  /** Everything was heard: gives its segments. */
  finish(): readonly Segment[] {
    this.#take(new Float32Array(tail));
    this.#stream.inputFinished();
    this.#decode();
    this.#end(this.#recogniser.getResult(this.#stream));
    return this.#segments;
  }

  #take(samples: Float32Array): void {
    this.#stream.acceptWaveform({ samples, sampleRate: sampleRateHz });
    this.#decode();
  }

  #decode(): void {
    while (this.#recogniser.isReady(this.#stream)) {
      this.#recogniser.decode(this.#stream);
      const result = this.#recogniser.getResult(this.#stream);
      if (this.#recogniser.isEndpoint(this.#stream)) {
        this.#end(result);
        this.#recogniser.reset(this.#stream);
      } else this.text = this.#textWith(result.text);
    }
  }

  #end({ text, tokens = [], timestamps = [], start_time: start = 0 }: Result): void {
    const end = Math.max(start, this.heard / sampleRateHz);
    this.#segments.push(...segmentsOf({ text, tokens, timestamps }, { start, end }));
    this.text = this.#textWith('');
  }

  #textWith(last: string): string {
    return [...this.#segments.map(({ text }) => text), last.trim()]
      .filter((text) => text !== '')
      .join(' ');
  }
}
