import { Pieces, type PieceWork } from './pieces.ts';
import type { Frame, LiveTranscription, Transcript } from './ports.ts';
import { longestCutMs, Segmenter } from './segmenter.ts';
import { sampleRateHz } from './wav.ts';

/** A recording that is up to this long is left to be transcribed as one: it is quick, and sure. */
const shortMs = longestCutMs / 2;

/** Text that changes with every word is told at most once in so much audio: it grows, and is kept. */
const betweenTextsMs = 500;

/** Transcribes a recording while it goes on. */
export interface Ahead {
  /** Takes the next frame, once it is on its way to the disk. Never waits and never throws. */
  add(frame: Frame): void;
  /**
   * Everything was recorded: gives the text, or null for a short recording, which is better transcribed
   * as a whole. Throws what the engine throws, and the abort reason when it is halted.
   */
  finish(): Promise<Transcript | null>;
  /** Leaves everything; resolves when nothing of it is left. May be called twice. */
  close(): Promise<void>;
}

/** Gives an engine piece after piece, cut at the pauses. Silence is not sent. */
export function inPieces(work: PieceWork): Ahead {
  const { longestMs } = work.engine;
  const segmenter = new Segmenter(longestMs === null ? {} : { longestMs });
  const pieces = new Pieces(work);
  let samples = 0;
  return {
    add(frame) {
      samples += frame.length;
      for (const cut of segmenter.add(frame)) pieces.add(cut);
    },
    async finish() {
      const [last] = segmenter.end();
      const totalMs = samples / (sampleRateHz / 1000);
      const isWhole =
        last !== undefined && (totalMs <= shortMs || last.toMs - last.fromMs === totalMs);
      if (pieces.isEmpty && isWhole) return null;
      if (last) pieces.add(last);
      return pieces.finish();
    },
    close: () => pieces.close(),
  };
}

/** Gives an engine frame after frame, and tells its words as they come. */
export function live(
  transcription: LiveTranscription,
  { halt, onText }: Pick<PieceWork, 'halt' | 'onText'>,
): Ahead {
  let ms = 0;
  let toldAtMs = -Infinity;
  transcription.onText((text) => {
    if (ms - toldAtMs < betweenTextsMs) return;
    toldAtMs = ms;
    onText([], text);
  });
  return {
    add(frame) {
      ms += frame.length / (sampleRateHz / 1000);
      transcription.add(frame);
    },
    async finish() {
      const transcript = await transcription.finish(halt);
      onText(transcript.segments, transcript.text);
      return transcript;
    },
    close: () => {
      transcription.close();
      return Promise.resolve();
    },
  };
}
