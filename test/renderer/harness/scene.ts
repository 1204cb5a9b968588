import type { Microphone } from '../../../src/protocol/microphone.ts';
import type { ListedModel } from '../../../src/protocol/model.ts';
import type { Check, Description } from '../../../src/protocol/requests.ts';
import type { Failure, Session } from '../../../src/protocol/session.ts';
import type { Settings } from '../../../src/protocol/settings.ts';
import type { Status } from '../../../src/protocol/status.ts';
import type { AppInfo, WindowCall } from '../../../src/protocol/window.ts';

/** What a page finds when it opens: it can be written as JSON, and goes into the page as that. */
export interface Scene {
  readonly status: Status;
  readonly info: AppInfo;
  readonly settings: Settings;
  readonly description: Description;
  readonly checks: readonly Check[];
  readonly microphones: readonly Microphone[];
  readonly models: readonly ListedModel[];
  /** The newest sessions, newest first. */
  readonly sessions: readonly Session[];
  /** How many more, made by a rule, there are behind them. */
  readonly olderSessions: number;
  /** Calls that are answered with an error; a setting's key stands behind `set_setting`. */
  readonly refused: Readonly<Partial<Record<WindowCall | `set_setting ${string}`, Failure>>>;
}

/** The id of the dictation that a page begins. */
export const recordingId = '01990000-0000-7000-8000-009000000000';

/** A session of which only what matters has to be said. */
export function sessionOf(part: Partial<Session> & Pick<Session, 'id'>): Session {
  return {
    status: 'done',
    created_at: '2026-01-12T10:00:00.000Z',
    started_at: '2026-01-12T10:00:00.000Z',
    ended_at: '2026-01-12T10:00:07.000Z',
    duration_ms: 7400,
    label: null,
    working_dir: null,
    language: 'en',
    engine: 'local',
    model: 'parakeet-tdt-0.6b',
    preset: null,
    text: null,
    raw_text: null,
    segments: [],
    audio_path: `/data/whis/audio/${part.id}.wav`,
    log_path: `/state/whis/sessions/${part.id}.jsonl`,
    error: null,
    retry_at: null,
    delivered: [{ to: 'clipboard', confirmed: true, at: '2026-01-12T10:00:08.000Z' }],
    timings_ms: {
      requested_to_first_frame: 21,
      stop_to_text: 640,
      engine: 590,
      text: 2,
      delivery: 27,
    },
    recovered: false,
    ...part,
  };
}

const sentences = [
  'Could you look at the flaky test in the store? It only fails when the machine is busy, so I think it waits for the wrong event.',
  'Reminder to myself: call the dentist on Thursday, and bring the forms that came by post.',
  'Refactor the settings reader so that it names the key and the value that it does not understand, then run the whole suite again.',
  'Thanks, that works for me. Let us meet at half past two in the small room and go through the list together.',
  'Write a function that takes a list of intervals and merges those that overlap. Keep them sorted, and do not change the input.',
  'The second paragraph is too long. Say first what changed, then why, and leave the history out.',
  'Two kilos of potatoes, onions, a bunch of parsley, and the good bread if they still have it.',
  'Explain why the build is slower since Tuesday. My guess is the new image step, but please measure before you change anything.',
];

/** The id of the session with this number: later ones sort behind earlier ones, as in UUIDv7. */
export function idOf(number: number): string {
  return (
    `0197${String(number).padStart(8, '0')}`.replace(/^(.{8})(.{4}).*$/, '$1-$2-7000-8000-') +
    String(number).padStart(12, '0')
  );
}

/** The session with this number of a long history; one is made every 41 minutes. */
export function madeSession(number: number, newest: number, now: number): Session {
  const at = new Date(now - (newest - number) * 41 * 60_000 - 9 * 60_000);
  const text = sentences[number % sentences.length] ?? '';
  return sessionOf({
    id: idOf(number),
    created_at: at.toISOString(),
    started_at: at.toISOString(),
    ended_at: new Date(at.getTime() + 8000).toISOString(),
    duration_ms: 3000 + ((number * 7919) % 34_000),
    text,
    raw_text: text,
  });
}
