import type { Segment } from '../protocol/session.ts';
import { Joiner } from './joiner.ts';
import type { Engine, Hints, Ledger, Transcript } from './ports.ts';
import type { Cut } from './segmenter.ts';

/** What the pieces of one recording are transcribed with. */
export interface PieceWork {
  readonly engine: Engine;
  readonly ledger: Pick<Ledger, 'cutAudio'>;
  /** The recording: it may still be written. */
  readonly path: string;
  readonly hints: Hints;
  readonly halt: AbortSignal;
  /** Told in order of the recording, as soon as it is settled: what is new, and the text so far. */
  readonly onText: (segments: readonly Segment[], text: string) => void;
}

/** One piece, and what was understood of it. */
interface Piece {
  readonly cut: Cut;
  /** It is with the engine, or was. */
  isSent: boolean;
  transcript: Transcript | null;
}

/**
 * Transcribes a recording piece by piece: as many at once as its engine takes, and put together in
 * order. What has failed is sent again with the next piece, and once more at the end: an engine that
 * was gone for a while does not make the end wait for all of it.
 */
export class Pieces {
  readonly #work: PieceWork;
  readonly #joiner = new Joiner();
  readonly #close = new AbortController();
  readonly #halt: AbortSignal;
  readonly #working = new Set<Promise<void>>();
  readonly #pieces: Piece[] = [];
  #joined = 0;
  #told = 0;
  #toldText = '';
  /** Why nothing is sent any more: until the next piece comes, or for good. */
  #failure: { readonly error: unknown } | null = null;
  #isFinishing = false;

  constructor(work: PieceWork) {
    this.#work = work;
    this.#halt = AbortSignal.any([work.halt, this.#close.signal]);
  }

  /** Whether there is none yet. */
  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** Takes the next piece. Never throws: what fails is thrown by `finish`. */
  add(cut: Cut): void {
    this.#pieces.push({ cut, isSent: false, transcript: null });
    this.#goOn();
  }

  /** Resolves when all are transcribed; throws what fails from now on, or the abort reason. */
  async finish(): Promise<Transcript> {
    this.#isFinishing = true;
    this.#goOn();
    while (this.#working.size > 0) await Promise.race(this.#working);
    this.#work.halt.throwIfAborted();
    if (this.#failure) throw this.#failure.error;
    this.#tell(Infinity);
    return this.#joiner.transcript;
  }

  /** Leaves what is not transcribed yet; resolves when nothing is worked on and no part is left. */
  async close(): Promise<void> {
    this.#close.abort();
    await Promise.all(this.#working);
  }

  #goOn(): void {
    this.#failure = null;
    this.#send();
  }

  #send(): void {
    while (
      !this.#failure &&
      !this.#halt.aborted &&
      this.#working.size < this.#work.engine.parallel
    ) {
      const piece = this.#pieces.find(({ isSent }) => !isSent);
      if (!piece) return;
      piece.isSent = true;
      const working = this.#transcribe(piece).finally(() => {
        this.#working.delete(working);
        this.#send();
      });
      this.#working.add(working);
    }
  }

  /** Never rejects. */
  async #transcribe(piece: Piece): Promise<void> {
    const { engine, ledger, path, hints } = this.#work;
    const { fromMs, toMs } = piece.cut;
    try {
      const part = await ledger.cutAudio(path, piece.cut);
      try {
        const audio = { path: part.path, durationMs: toMs - fromMs, ...hints };
        piece.transcript = await engine.transcribe(audio, this.#halt);
      } finally {
        await part.remove();
      }
      this.#join();
    } catch (error) {
      this.#failure ??= { error };
      piece.isSent = false;
      // What is under way would not be used any more.
      if (this.#isFinishing) this.#close.abort();
    }
  }

  #join(): void {
    for (;;) {
      const piece = this.#pieces[this.#joined];
      if (!piece?.transcript) return;
      this.#joined += 1;
      const { cut, transcript } = piece;
      const before = this.#joiner.transcript.segments.length;
      this.#joiner.add({ transcript, ...cut });
      // The last words of a forced cut are settled by the piece after it.
      this.#tell(cut.isForced ? before : Infinity);
    }
  }

  #tell(until: number): void {
    const { segments, text } = this.#joiner.transcript;
    const fresh = segments.slice(this.#told, Math.max(this.#told, until));
    if (fresh.length === 0 && text === this.#toldText) return;
    this.#told += fresh.length;
    this.#toldText = text;
    this.#work.onText(fresh, text);
  }
}
