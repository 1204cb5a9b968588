import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { Segment } from '../protocol/session.ts';
import { inPieces, live, nothing, type Ahead } from './ahead.ts';
import { Pieces, type PieceWork } from './pieces.ts';
import type { Engine, Frame, Hints, Transcript } from './ports.ts';
import type { Cut } from './segmenter.ts';
import { Spoken } from './spoken.ts';
import type { Story } from './story.ts';

/** Audio that is shorter holds no word; OpenAI's service refuses it too (“minimum 0.1 seconds”). */
const shortestSpeechMs = 100;

/** Where a file is cut without having been heard, both sides get so much: some words at least. */
const blindOverlapMs = 3000;

/** How one recording becomes text: while it goes on where that can be, else at its end. */
export class Transcription {
  readonly #story: Story;
  /** What was recorded before it began; null from then on. */
  #waiting: Frame[] | null = [];
  #engine: Engine | null = null;
  #ahead: Ahead | null = null;
  #engineMs = 0;
  #hasTold = false;
  /** What was told did not hold: of that, only the text so far can be told anew. */
  #isAgain = false;

  /** Nothing happens yet. */
  constructor(story: Story) {
    this.#story = story;
  }

  /** The recording `path` begins: chooses the engine and makes it ready. Never throws. */
  begin(path: string): void {
    const { means } = this.#story;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    try {
      this.#engine = means.engine();
    } catch {
      // It is recorded all the same; what is missing is told when the engine is asked for again.
      return;
    }
    if (means.isTranscribedWhileRecording) this.#ahead = this.#listen(path, this.#engine);
    this.#engine.warmUp(this.#hints);
    for (const frame of waiting) this.#ahead?.add(frame);
  }

  /** Takes the next frame, once it is on its way to the disk. Never throws. */
  add(frame: Frame): void {
    this.#waiting?.push(frame);
    this.#ahead?.add(frame);
  }

  /**
   * Everything is recorded: gives the text once `turn` has resolved. What is left of the pieces is
   * transcribed before, a whole recording after that. Throws what the engine throws, `audio_missing`,
   * and the abort reason.
   */
  async finish(turn: () => Promise<void>): Promise<Transcript> {
    const early = await this.#finishAhead();
    await turn();
    return early ?? (await this.#transcribeWhole());
  }

  /** Leaves what is under way; resolves when nothing of it is left. May be called twice. */
  async close(): Promise<void> {
    await this.#ahead?.close();
  }

  #listen(path: string, engine: Engine): Ahead {
    const transcription = engine.listen(this.#hints);
    const work = this.#workOn(path, engine);
    return transcription ? live(transcription, work) : inPieces(work);
  }

  async #finishAhead(): Promise<Transcript | null> {
    const [ahead, engine] = [this.#ahead, this.#engine];
    if (!ahead || !engine) return null;
    this.#noteUse(engine);
    try {
      return await this.#timed(engine, () => ahead.finish());
    } catch (thrown) {
      this.#story.halt.throwIfAborted();
      // The recording is all there: nothing may be lost by having been quick.
      const line = `not transcribed while it was recorded (${asWhisError(thrown).code}); the whole recording is now`;
      this.#story.means.announce('log_line', { level: 'warn', line });
      this.#isAgain = this.#hasTold;
      return null;
    }
  }

  async #transcribeWhole(): Promise<Transcript> {
    const { id, audio_path: path, duration_ms: durationMs } = this.#story.session;
    if (path === null || durationMs === null)
      throw new WhisError('audio_missing', `The audio of session ${id} is not there any more.`);
    const engine = this.#engine ?? this.#story.means.engine();
    this.#noteUse(engine);
    if (durationMs < shortestSpeechMs || (await this.#isSilent(path))) return nothing;
    const { longestMs } = engine;
    return this.#timed(engine, () =>
      longestMs !== null && durationMs > longestMs
        ? this.#transcribeLong(engine, { path, cuts: blindCuts(durationMs, longestMs) })
        : this.#transcribeAtOnce(engine, { path, durationMs }),
    );
  }

  /**
   * Whether nobody speaks in a recording that was not listened to yet: silence is not sent. It is not
   * judged where a text is there and somebody asks for another, nor where whis is not to listen.
   */
  async #isSilent(path: string): Promise<boolean> {
    const { means, session } = this.#story;
    if (this.#ahead || session.text !== null || !means.isTranscribedWhileRecording) return false;
    const spoken = new Spoken();
    for await (const frame of means.ledger.readAudio(path)) spoken.add(frame);
    return !spoken.end();
  }

  async #transcribeAtOnce(
    engine: Engine,
    audio: { readonly path: string; readonly durationMs: number },
  ): Promise<Transcript> {
    const transcript = await engine.transcribe({ ...audio, ...this.#hints }, this.#story.halt);
    this.#tell(transcript.segments, this.#isAgain ? transcript.text : null);
    return transcript;
  }

  async #transcribeLong(
    engine: Engine,
    { path, cuts }: { readonly path: string; readonly cuts: readonly Cut[] },
  ): Promise<Transcript> {
    const pieces = new Pieces(this.#workOn(path, engine));
    try {
      for (const cut of cuts) pieces.add(cut);
      return await pieces.finish();
    } finally {
      await pieces.close();
    }
  }

  get #hints(): Hints {
    const { means, session } = this.#story;
    return { language: session.language, ...means.hints };
  }

  #workOn(path: string, engine: Engine): PieceWork {
    return {
      engine,
      ledger: this.#story.means.ledger,
      path,
      hints: this.#hints,
      halt: this.#story.halt,
      onText: (segments, text) => this.#tell(segments, text),
    };
  }

  #tell(segments: readonly Segment[], text: string | null): void {
    const { announce } = this.#story.means;
    for (const segment of this.#isAgain ? [] : segments) announce('segment', segment);
    if (text !== null) announce('partial', { text });
    this.#hasTold = true;
  }

  /** Notes which engine it is, where that is new. */
  #noteUse({ name, model }: Engine): void {
    const { session } = this.#story;
    if (session.engine !== name || session.model !== model)
      this.#story.write({ engine: name, model });
  }

  /** Adds what the engine took, and notes which it was in the end: one may have taken over. */
  async #timed<Result>(engine: Engine, work: () => Promise<Result>): Promise<Result> {
    const { clock } = this.#story.means;
    const from = clock.elapsed();
    try {
      return await work();
    } finally {
      this.#engineMs += clock.elapsed() - from;
      this.#story.time({ engine: this.#engineMs });
      this.#story.note({ engine: engine.name, model: engine.model });
    }
  }
}

/** Pieces of equal length that are no longer than `longestMs`, the next beginning before one ends. */
function blindCuts(durationMs: number, longestMs: number): Cut[] {
  const overlapMs = Math.min(blindOverlapMs, longestMs / 2);
  const count = Math.ceil((durationMs - overlapMs) / (longestMs - overlapMs));
  const stepMs = (durationMs - overlapMs) / count;
  return Array.from({ length: count }, (_, index) => ({
    fromMs: index * stepMs,
    toMs: index * stepMs + stepMs + overlapMs,
    isForced: index < count - 1,
  }));
}
