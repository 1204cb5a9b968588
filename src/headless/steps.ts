import type { Service } from '../daemon/service.ts';
import type { EventData, WhisEvent } from '../protocol/events.ts';
import { printable, printableText } from '../protocol/printable.ts';

/**
 * Prints a line for each step of each dictation: `#1 recording…`, `#1 transcribing…`,
 * `#1 done: the text`. The text itself is only shown where `showsText` (on a terminal): a log file is
 * no place for it.
 */
export function printSteps(
  feed: Service['daemon']['feed'],
  print: (line: string) => void,
  { showsText }: { showsText: boolean },
): void {
  const numbers = new Map<string, number>();
  feed.subscribe({ topics: new Set(['status', 'sessions']) }, (event) => {
    const id = event.session_id;
    if (id !== undefined && !numbers.has(id)) numbers.set(id, numbers.size + 1);
    const step = describe(event, showsText);
    if (step !== null) print(id === undefined ? step : `#${numbers.get(id)} ${step}`);
  });
}

function describe(event: WhisEvent, showsText: boolean): string | null {
  switch (event.event) {
    case 'session_started':
      return event.data.session.status === 'recording' ? 'recording…' : 'reading the file…';
    case 'session_updated': {
      const { status, model } = event.data.session;
      return status === 'transcribing' && model === null ? 'transcribing…' : null;
    }
    case 'session_done':
      return done(event.data, showsText);
    case 'session_failed':
      return `failed: ${printable(event.data.message)}`;
    case 'session_cancelled':
      return 'cancelled (take it back: whis undo)';
    case 'session_restarted':
      return 'transcribing again…';
    case 'session_deleted':
      return event.data.audio_only ? 'audio deleted' : 'deleted (take it back: whis undo)';
    case 'session_restored':
      return 'restored';
    case 'delivered':
      return delivered(event.data);
    case 'microphone_silent':
      return `nothing but silence comes from the microphone (${printable(event.data.microphone)}): is it muted? whis doctor`;
    case 'microphone_lost':
      return `the microphone was lost: ${printable(event.data.message)} What was heard is kept.`;
    case 'microphone_changed':
      return `${printable(event.data.microphone)} has taken over; ${event.data.gap_ms} ms were not heard`;
    case 'limit_near':
      return `the recording ends by itself in ${event.data.seconds_left} s, and is transcribed`;
    case 'hotkey_lost':
      return `the shortcut is lost: ${printable(event.data.reason)}`;
    case 'state_changed':
      return paused(event.data);
    case 'settings_changed':
      return `settings changed: ${event.data.keys.join(', ')}`;
    case 'shutting_down':
      return `ending: ${event.data.reason}`;
    case 'engine_restarted':
      return `the engine ${event.data.engine} was started again: ${printable(event.data.reason)}`;
    case 'models_changed':
      return `the model ${printable(event.data.name)} ${event.data.installed ? 'is installed' : 'is removed'}`;
    case 'partial':
    case 'segment':
    case 'level':
    case 'model_progress':
    case 'log_line':
    case 'gap':
    case 'overflow':
      return null;
  }
}

function done({ text, recovered, late }: EventData['session_done'], showsText: boolean): string {
  const what = recovered ? 'recovered' : late ? 'done at last' : 'done';
  if (text === '') return `${what}: nothing was said`;
  return `${what}: ${showsText ? printableText(text) : `${text.length} characters (whis last)`}`;
}

function delivered({
  to,
  error,
}: {
  to: string;
  error: { message: string } | null;
}): string | null {
  return error ? `not delivered to ${printable(to)}: ${printable(error.message)}` : null;
}

function paused({ from, to }: { from: string; to: string }): string | null {
  if (to === 'paused') return 'paused (go on: whis resume)';
  return from === 'paused' ? `${to} again` : null;
}
