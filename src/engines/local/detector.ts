import type { Vad } from 'sherpa-onnx-node';

import type { Frame } from '../../core/ports.ts';
import { vadWindow } from './config.ts';
import type { Judgement } from './messages.ts';
import { asFloats } from './pieces.ts';

/** Silence after the last sample, after which all of it is judged. */
const tail = 3 * vadWindow;

/** Tells where in one sound somebody speaks, window by window, with times to 32 ms. */
export class Detector {
  readonly #vad: Vad;
  #rest = new Float32Array(0);
  #added = 0;
  /** Windows. */
  #taken = 0;
  /** Samples of which it was told. */
  #told = 0;

  /** `vad` is used for nothing else meanwhile. */
  constructor(vad: Vad) {
    vad.reset();
    this.#vad = vad;
  }

  /** Takes the samples that follow; gives what can be told now, in order. */
  add(samples: Frame): Judgement[] {
    this.#added += samples.length;
    return this.#judge(asFloats(samples));
  }

  /** Everything was heard: tells of the rest. */
  finish(): Judgement[] {
    return this.#judge(new Float32Array(tail));
  }

  #judge(samples: Float32Array): Judgement[] {
    const all = joined(this.#rest, samples);
    const full = all.length - (all.length % vadWindow);
    const judgements: Judgement[] = [];
    for (let at = 0; at < full; at += vadWindow) {
      const isSpeech = this.#hear(all.subarray(at, at + vadWindow));
      // It changes its mind with the second window that is different: what it says is of the one before.
      const until = Math.min(this.#taken++ * vadWindow, this.#added);
      if (until === this.#told) continue;
      this.#told = until;
      if (judgements.at(-1)?.isSpeech === isSpeech) judgements.pop();
      judgements.push({ until, isSpeech });
    }
    this.#rest = all.slice(full);
    return judgements;
  }

  #hear(window: Float32Array): boolean {
    this.#vad.acceptWaveform(window);
    const isSpeech = this.#vad.isDetected();
    // It would keep all of the speech and copy it with each window: minutes of work for ten minutes of it.
    this.#vad.flush();
    this.#vad.clear();
    return isSpeech;
  }
}

function joined(one: Float32Array, other: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
