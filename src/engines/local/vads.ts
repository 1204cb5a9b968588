import sherpa from 'sherpa-onnx-node';
import type { Vad } from 'sherpa-onnx-node';

/** Seconds of sound that one keeps: it is asked to forget after each window. */
const bufferSeconds = 1;

/** Detectors of one model, each for one sound at a time, used again and again. */
export class Vads {
  readonly #config: object;
  readonly #idle: Vad[];

  /** What is wrong with the model may end the process here, and not later. */
  constructor(config: object) {
    this.#config = config;
    this.#idle = [this.#make()];
  }

  /** One that is nobody else's until it is given back. */
  take(): Vad {
    return this.#idle.pop() ?? this.#make();
  }

  giveBack(vad: Vad): void {
    this.#idle.push(vad);
  }

  #make(): Vad {
    return new sherpa.Vad(this.#config, bufferSeconds);
  }
}
