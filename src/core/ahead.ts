import { Pieces, type PieceWork } from './pieces.ts';
import type { Frame, LiveTranscription, Transcript } from './ports.ts';
import { longestCutMs, Segmenter } from './segmenter.ts';
import { Spoken } from './spoken.ts';
import { untilAborted } from './until-aborted.ts';
import { sampleRateHz } from './wav.ts';
import { Windows, type Window } from './windows.ts';

/** A recording that is up to this long is left to be transcribed as one: it is quick, and sure. */
const shortMs = longestCutMs / 2;

/** Text that changes with every word is told at most once in so much audio: it grows, and is kept. */
const betweenTextsMs = 500;

/** Of a recording in which nobody speaks. */
export const nothing: Transcript = { text: '', segments: [] };

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

/**
 * Gives an engine piece after piece, cut at the pauses. Silence is not sent: nor is other sound, where
 * the engine can tell. As long as it has not told, nothing is cut.
 */
export function inPieces(work: PieceWork): Ahead {
  const { engine, hints, halt } = work;
  const { longestMs } = engine;
  const segmenter = new Segmenter(longestMs === null ? {} : { longestMs });
  const pieces = new Pieces(work);
  const detector = engine.detectSpeech(hints, {
    heard: (untilSample, isSpeech) => cut(windows.hear(untilSample, isSpeech)),
    lost: () => cut(windows.goByLoudness()),
  });
  const windows = new Windows({ hasDetector: detector !== null });

  function cut(judged: readonly Window[]): void {
    for (const window of judged) {
      const found = segmenter.add(window);
      if (found) pieces.add(found);
    }
  }

  return {
    add(frame) {
      cut(windows.add(frame));
      detector?.add(frame);
    },
    async finish() {
      if (detector) await untilAborted(detector.finish(), halt);
      cut(windows.end());
      const { durationMs } = windows;
      const last = segmenter.end(durationMs);
      const isWhole =
        last !== null && (durationMs <= shortMs || last.toMs - last.fromMs === durationMs);
      if (pieces.isEmpty && isWhole) return null;
      if (last) pieces.add(last);
      return pieces.finish();
    },
    close() {
      detector?.close();
      return pieces.close();
    },
  };
}

/**
 * Gives an engine frame after frame, and tells its words as they come. Where nothing but silence or a
 * steady noise was recorded, there are none: some engines make up a word even then.
 */
export function live(
  transcription: LiveTranscription,
  { halt, onText }: Pick<PieceWork, 'halt' | 'onText'>,
): Ahead {
  const spoken = new Spoken();
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
      spoken.add(frame);
      transcription.add(frame);
    },
    async finish() {
      const transcript = spoken.end() ? await transcription.finish(halt) : nothing;
      onText(transcript.segments, transcript.text);
      return transcript;
    },
    close: () => {
      transcription.close();
      return Promise.resolve();
    },
  };
}
