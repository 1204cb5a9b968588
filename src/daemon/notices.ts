import type { Feed } from '../core/feed.ts';
import type { Notice } from '../core/ports.ts';
import { isWorthWaiting } from '../core/retry.ts';
import { isErrorCode } from '../protocol/errors.ts';
import type { EventData, WhisEvent } from '../protocol/events.ts';
import type { Settings } from '../protocol/settings.ts';

/** So much of a text fits into a notification. */
const bodyCharacters = 160;

/** So much of a session's end names it. */
const shortIdLength = 8;

/** Tells people what they should hear of, wherever they look: failures, silence, a lost shortcut. */
export function giveNotice(
  feed: Feed,
  { settings, notify }: { settings: () => Settings; notify: (notice: Notice) => void },
): void {
  feed.subscribe({ topics: new Set(['status', 'sessions']) }, (event) => {
    const notice = noticeOf(event, settings());
    if (notice) notify(notice);
  });
}

function noticeOf(
  { event, data, session_id: id = '' }: WhisEvent,
  { notify_success: success }: Settings,
): Notice | null {
  switch (event) {
    case 'session_failed':
      return failure(data);
    case 'delivered':
      return (
        data.error && {
          kind: 'failure',
          title: 'The text is kept, but not delivered',
          body: data.error.message,
        }
      );
    case 'microphone_silent':
      return {
        kind: 'silence',
        title: 'Nothing but silence',
        body: 'No sound comes from the microphone. Is it muted?',
      };
    case 'microphone_lost':
      return {
        kind: 'failure',
        // A disk that is full ends a recording in the same way.
        title:
          data.code === 'storage_failed' ? 'The recording was ended' : 'The microphone was lost',
        body: `${data.message} What was heard is kept.`,
      };
    case 'microphone_changed':
      return {
        kind: 'info',
        title: 'Another microphone has taken over',
        body: `${data.microphone} is recorded now. Nothing was heard for ${(data.gap_ms / 1000).toFixed(1)} s.`,
      };
    case 'limit_near':
      return {
        kind: 'info',
        title: 'The recording ends soon',
        body: `In ${data.seconds_left} s it is ended and transcribed.`,
      };
    case 'hotkey_lost':
      return { kind: 'failure', title: 'The shortcut is lost', body: data.reason };
    case 'session_done':
      if (data.error)
        return { kind: 'failure', title: 'The text is as you said it', body: data.error.message };
      if (data.recovered)
        return { kind: 'info', title: 'A dictation was recovered', body: beginning(data.text) };
      if (data.late) return waited(data.text, id);
      return success
        ? { kind: 'success', title: 'The text is there', body: beginning(data.text) }
        : null;
    case 'state_changed':
    case 'session_started':
    case 'session_updated':
    case 'session_cancelled':
    case 'session_restarted':
    case 'session_deleted':
    case 'session_restored':
    case 'engine_restarted':
    case 'model_progress':
    case 'models_changed':
    case 'settings_changed':
    case 'partial':
    case 'segment':
    case 'level':
    case 'log_line':
    case 'gap':
    case 'overflow':
    case 'shutting_down':
      return null;
  }
}

/** What waits is told of once; then when its text is there. */
function failure({ code, message, late }: EventData['session_failed']): Notice | null {
  if (!isErrorCode(code) || !isWorthWaiting(code))
    return { kind: 'failure', title: 'The dictation failed', body: message };
  return late
    ? null
    : {
        kind: 'failure',
        title: 'The dictation waits',
        body: `${message} It is kept, and tried again by itself.`,
      };
}

/** The newest text may be another one by now, so that the session is named. */
function waited(text: string, id: string): Notice {
  return {
    kind: 'info',
    title: `A text that waited is there: whis copy ${id.slice(-shortIdLength)}`.trimEnd(),
    body: beginning(text),
  };
}

function beginning(text: string): string {
  const characters = Array.from(text);
  return characters.length > bodyCharacters
    ? `${characters.slice(0, bodyCharacters - 1).join('')}…`
    : text;
}
