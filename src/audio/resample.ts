import { sampleRateHz } from '../core/wav.ts';

/** Brings samples from one rate to 16 kHz, in pieces of any size: the pieces do not change the result. */
export interface Resampler {
  /** What can be told by now; it lags behind by the filter's half, a few milliseconds. */
  push(samples: Float32Array): Float32Array;
  /** The rest. In all, the samples in by 16,000 by the rate, rounded up. */
  finish(): Float32Array;
}

/** Zero crossings of the sinc on each side. */
const crossings = 32;
/**
 * With 32 crossings and this window, what would alias is 80 dB down and the passband ends 1.25 kHz below
 * half of the lower rate: above what speech recognisers look at. Source: J. F. Kaiser's formulas for
 * attenuation and transition width (Oppenheim and Schafer, “Discrete-Time Signal Processing”, 7.6).
 */
const kaiserBeta = 7.86;
const rolloff = 0.92;
/** Unusual rates have up to 16,000 phases; more than this many are not told apart. */
const maxPhases = 4096;

/** Makes a windowed-sinc polyphase resampler to 16 kHz; from 16 kHz itself samples pass unchanged. */
export function createResampler(fromHz: number): Resampler {
  if (fromHz === sampleRateHz)
    return { push: (samples) => samples, finish: () => new Float32Array(0) };

  const half = Math.ceil(crossings * Math.max(1, fromHz / sampleRateHz));
  const phases = Math.min(sampleRateHz / greatestCommonDivisor(fromHz, sampleRateHz), maxPhases);
  const kernels: (Float32Array | undefined)[] = [];
  // What the next outputs still need; it begins with the silence before the first sample.
  let window = new Float32Array(half);
  let windowStart = -half;
  let received = 0;
  let produced = 0;

  function produce(until: number): Float32Array {
    const output = new Float32Array(Math.max(0, until - produced));
    for (let index = 0; index < output.length; index += 1) {
      // Exact in integers for 10,000 hours: no rounding adds up.
      const position = produced * fromHz;
      const remainder = position % sampleRateHz;
      const phase = Math.floor((remainder * phases) / sampleRateHz);
      const kernel = (kernels[phase] ??= createKernel(phase / phases, fromHz, half));
      const first = (position - remainder) / sampleRateHz - half + 1 - windowStart;
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap += 1)
        sum += (kernel[tap] ?? 0) * (window[first + tap] ?? 0);
      output[index] = sum;
      produced += 1;
    }
    const needed = Math.floor((produced * fromHz) / sampleRateHz) - half + 1;
    window = window.slice(Math.max(0, needed - windowStart));
    windowStart = Math.max(windowStart, needed);
    return output;
  }

  return {
    push(samples) {
      window = concatenate(window, samples);
      received += samples.length;
      // Output n stands at input n × from / 16,000 and needs `half` more samples after it.
      return produce(Math.ceil(((received - half) * sampleRateHz) / fromHz));
    },
    finish() {
      window = concatenate(window, new Float32Array(half + 1));
      return produce(Math.ceil((received * sampleRateHz) / fromHz));
    },
  };
}

/** The filter for outputs that stand `offset` (0 to 1) of an input sample after an input sample. */
function createKernel(offset: number, fromHz: number, half: number): Float32Array {
  const cutoff = rolloff * Math.min(1, sampleRateHz / fromHz);
  const kernel = Float64Array.from({ length: 2 * half }, (_, tap) => {
    const distance = offset + half - 1 - tap;
    const edge = 1 - (distance / half) ** 2;
    return edge <= 0 ? 0 : sinc(cutoff * distance) * besselI0(kaiserBeta * Math.sqrt(edge));
  });
  const sum = kernel.reduce((total, value) => total + value, 0);
  return Float32Array.from(kernel, (value) => value / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * 1e-12; n += 1) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function concatenate(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
