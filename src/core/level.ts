import { sampleRateHz } from './wav.ts';
import type { Frame } from './ports.ts';

/** What a level is told as when there is no sound at all, in dB relative to full scale. */
export const silenceDbfs = -120;

/** Below this a tenth of a second counts as silence: a quiet room is about −60, speech about −25. */
const speechDbfs = -45;

const fullScale = 32_768;
const windowSamples = sampleRateHz / 10;

/** Ten times a second of audio. */
export interface Reading {
  /** Root mean square of the last tenth of a second, dB relative to full scale, −120 to 0. */
  readonly dbfs: number;
  readonly elapsedMs: number;
  /** True when every sample since the microphone was opened was within one step of zero. */
  readonly isDigitalSilence: boolean;
  /** How long it has been quiet since something was said; 0 before that. */
  readonly quietMs: number;
}

/** Measures loudness by the audio's own time, so that it needs no clock. */
export class LevelMeter {
  #samples = 0;
  #sum = 0;
  #inWindow = 0;
  #peak = 0;
  #hasSpeech = false;
  #quietMs = 0;

  /** Length of what was measured, in milliseconds. */
  get elapsedMs(): number {
    return this.#samples / (sampleRateHz / 1000);
  }

  /** Another microphone: its samples alone tell whether there is nothing but digital silence. */
  begin(): void {
    this.#peak = 0;
  }

  /** Adds a frame; gives a reading for every full tenth of a second. */
  add(frame: Frame): Reading[] {
    const readings: Reading[] = [];
    for (const sample of frame) {
      this.#sum += sample * sample;
      this.#peak = Math.max(this.#peak, Math.abs(sample));
      this.#samples += 1;
      if (++this.#inWindow === windowSamples) readings.push(this.#read());
    }
    return readings;
  }

  #read(): Reading {
    const dbfs = decibels(Math.sqrt(this.#sum / windowSamples));
    this.#sum = 0;
    this.#inWindow = 0;
    if (dbfs >= speechDbfs) {
      this.#hasSpeech = true;
      this.#quietMs = 0;
    } else if (this.#hasSpeech) {
      this.#quietMs += 100;
    }
    return {
      dbfs,
      elapsedMs: this.elapsedMs,
      isDigitalSilence: this.#peak <= 1,
      quietMs: this.#quietMs,
    };
  }
}

/** An amplitude of 16-bit samples in dB relative to full scale, to a tenth; −120 for none. */
export function decibels(amplitude: number): number {
  if (amplitude === 0) return silenceDbfs;
  return Math.max(silenceDbfs, Math.round(20 * Math.log10(amplitude / fullScale) * 10) / 10);
}
