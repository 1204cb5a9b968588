import type { Session } from '../protocol/session.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import { capture } from './capture.ts';
import type { AudioSink, Transcript } from './ports.ts';
import type { Reading } from './level.ts';
import { Story, type Controls, type Means } from './story.ts';
import { Transcription } from './transcription.ts';
import { untilAborted } from './until-aborted.ts';

/** What the dictation tells the state machine. */
export interface Moments {
  /** The first frame is there; false when the machine does not want it any more. */
  readonly heard: () => boolean;
  /** The recording has ended by itself. */
  readonly captured: () => void;
  /** Nothing was ever heard. */
  readonly unheard: (error: WhisError) => void;
  readonly level: (reading: Reading) => void;
  /** Which microphone is heard from now on; null is the default. */
  readonly microphone: (name: string | null) => void;
}

/**
 * One dictation from its request to its delivered text. Never rejects: what goes wrong becomes the
 * session's status. Returns the session as it was left, or null when nothing was recorded.
 */
export async function dictate(
  draft: Session,
  { means, controls, moments }: { means: Means; controls: Controls; moments: Moments },
): Promise<Session | null> {
  const story = new Story(draft, means, controls);
  const transcription = new Transcription(story);
  let file: Promise<AudioSink> | null = null;
  try {
    story.write({}); // durable before audible
    // Disk and microphone both take a while: the first frame waits for the slower one only.
    file = means.ledger.createAudio(draft.id);
    // What fails is told with the first frame, or by closing.
    file.catch(() => {});
    await record(story, { file, moments, transcription });
    const sink = await file;
    const { durationMs } = await sink.close();
    story.write({
      status: 'transcribing',
      duration_ms: Math.round(durationMs),
      ended_at: story.now(),
    });
    moments.captured();
    return await bringText(story, (turn) => transcription.finish(turn));
  } catch (thrown) {
    const isHeard = story.session.started_at !== null;
    const kept = await file?.then((sink) => sink.close()).catch(() => null);
    if (kept && isHeard)
      story.session = { ...story.session, duration_ms: Math.round(kept.durationMs) };
    if (isHeard) return story.giveUp(thrown);
    moments.unheard(asWhisError(thrown));
    // A row that cannot be removed now has no audio: the next start discards it.
    await means.ledger.discard(draft.id).catch(() => null);
    return null;
  } finally {
    await transcription.close();
  }
}

/** Reads a sound file: hands its frames over, until `halt` aborts. */
export type ReadAudio = (append: AudioSink['append'], halt: AbortSignal) => Promise<void>;

/**
 * Takes a sound file instead of a microphone: `read` hands its frames over. Never rejects.
 */
export async function transcribeFile(
  draft: Session,
  read: ReadAudio,
  { means, controls }: { means: Means; controls: Controls },
): Promise<Session> {
  const story = new Story({ ...draft, status: 'transcribing' }, means, controls);
  let sink: AudioSink | null = null;
  try {
    story.write({ started_at: story.now() }, 'session_started');
    sink = await means.ledger.createAudio(draft.id);
    await read((frame) => (sink as AudioSink).append(frame), story.halt);
    const { durationMs } = await sink.close();
    story.write({
      audio_path: sink.path,
      duration_ms: Math.round(durationMs),
      ended_at: story.now(),
    });
    return await bringText(story, wholly(story));
  } catch (thrown) {
    await sink?.close().catch(() => null);
    return story.giveUp(thrown);
  }
}

/**
 * Transcribes audio that is on disk already (a retry, an undone cancel, a file, a recovered session)
 * and delivers its text. Where `said` is given, the engine has said it before, and no audio is needed:
 * only another preset works on it. Never rejects.
 */
export async function transcribeKept(
  session: Session,
  { means, controls, said }: { means: Means; controls: Controls; said?: Transcript },
): Promise<Session> {
  const story = new Story(session, means, controls);
  try {
    story.write({ status: 'transcribing', error: null, retry_at: null });
    return await bringText(story, said ? inTurn(story, said) : wholly(story));
  } catch (thrown) {
    return story.giveUp(thrown);
  }
}

/** What a recording goes to. */
interface Recording {
  readonly file: Promise<AudioSink>;
  readonly moments: Moments;
  readonly transcription: Transcription;
}

async function record(story: Story, { file, moments, transcription }: Recording): Promise<void> {
  const { means, controls } = story;
  let path = '';
  let microphone = means.microphone ?? 'default';
  controls.stop.addEventListener('abort', () => story.markStopped(), { once: true });
  return capture({
    recorder: means.recorder,
    microphone: means.microphone,
    ...means.limits,
    ...controls,
    sink: {
      // Nothing is transcribed that is not kept.
      async append(frame) {
        const sink = await file;
        path = sink.path;
        await sink.append(frame);
        transcription.add(frame);
      },
    },
    on: {
      heard() {
        if (!moments.heard())
          throw new WhisError('cancelled', 'The dictation was ended before its first sound.');
        story.time({ requested_to_first_frame: means.clock.elapsed() - story.begunAt });
        story.write({ started_at: story.now(), audio_path: path }, 'session_started');
        transcription.begin(path);
      },
      level: (reading) => moments.level(reading),
      microphone(name) {
        microphone = name ?? 'default';
        moments.microphone(name);
      },
      silent: () => means.announce('microphone_silent', { microphone }),
      lost: ({ code, message }) => means.announce('microphone_lost', { code, message }),
      changed: (name, atMs, gapMs) =>
        means.announce('microphone_changed', {
          microphone: name ?? 'default',
          at_ms: Math.round(atMs),
          gap_ms: Math.round(gapMs),
        }),
      limitNear: (secondsLeft) => means.announce('limit_near', { seconds_left: secondsLeft }),
    },
  });
}

/** Gives what was said, once its turn has come. */
type Hear = (turn: () => Promise<void>) => Promise<Transcript>;

/** From what is to be heard to delivered text. */
async function bringText(story: Story, hear: Hear): Promise<Session> {
  const { means, halt } = story;
  const stoppedAt = story.markStopped();
  const turn = means.takeTurn();
  try {
    const raw = await hear(() => untilAborted(turn.ready, halt));
    const { text, error } = await story.timed('text', () =>
      means.polish(raw.text, story.session, halt),
    );
    story.time({ stop_to_text: means.clock.elapsed() - stoppedAt });
    // durable first
    story.finish({ text, raw_text: raw.text, segments: raw.segments, error });
    if (text !== '') await deliver(story, text); // convenient second
    if (story.unsaved) throw story.unsaved;
    return story.session;
  } finally {
    turn.leave();
  }
}

async function deliver(story: Story, text: string): Promise<void> {
  const { means } = story;
  const results = await story.timed('delivery', () => means.deliver(text));
  for (const result of results) means.announce('delivered', result);
  const delivered = results.map(({ to, confirmed, at }) => ({ to, confirmed, at }));
  story.write({ delivered: [...story.session.delivered, ...delivered] });
}

/** The whole recording is transcribed. */
function wholly(story: Story): Hear {
  return (turn) => new Transcription(story).finish(turn);
}

/** The engine has said it before. */
function inTurn(story: Story, said: Transcript): Hear {
  return async (turn) => {
    await turn();
    for (const segment of said.segments) story.means.announce('segment', segment);
    return said;
  };
}
