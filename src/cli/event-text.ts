import { topicOf, type EventData, type WhisEvent } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';
import { shortId } from './short-id.ts';
import { clock } from './time.ts';
import { retryLine } from './transfer.ts';

/**
 * An event as a line for a person: the local time, the session, and what happened; null for a change
 * that another event tells better.
 */
export function eventText(event: WhisEvent): string | null {
  if (event.event === 'session_updated') return null;
  const time = new Date(event.at).toLocaleTimeString('en-GB');
  const session = event.session_id === undefined ? '' : ` ${shortId(event.session_id)}`;
  // A newer daemon may have more to tell.
  const isKnown = Object.hasOwn(topicOf, event.event);
  return `${time}${session} ${printable(isKnown ? what(event) : event.event)}`;
}

function what({ event, data }: Exclude<WhisEvent, { event: 'session_updated' }>): string {
  switch (event) {
    case 'state_changed':
      return `state: ${data.from} → ${data.to}`;
    case 'session_started':
      return data.session.label === null ? 'started' : `started [${data.session.label}]`;
    case 'partial':
      return `… ${data.text}`;
    case 'segment':
      return `${clock(data.start_s * 1000)} ${data.text}`;
    case 'session_done':
      return `${data.recovered ? 'recovered' : data.late ? 'done at last' : 'done'}: ${data.text}${data.error ? ` (${data.error.message})` : ''}`;
    case 'session_failed':
      return `failed: ${data.message}`;
    case 'session_cancelled':
      return 'cancelled';
    case 'session_restarted':
      return 'is transcribed again';
    case 'session_deleted':
      return data.audio_only ? 'its audio is deleted' : 'deleted';
    case 'session_restored':
      return 'restored';
    case 'delivered':
      return data.error
        ? `not delivered to ${data.to}: ${data.error.message}`
        : `delivered to ${data.to}`;
    case 'level':
      return `level: ${Math.round(data.dbfs)} dBFS at ${clock(data.elapsed_ms)}`;
    case 'microphone_silent':
      return `no sound comes from the microphone (${data.microphone})`;
    case 'microphone_lost':
      return `the microphone is lost: ${data.message}`;
    case 'microphone_changed':
      return `the microphone ${data.microphone} has taken over; ${data.gap_ms} ms were not heard`;
    case 'limit_near':
      return `the longest length is near: ${data.seconds_left} s are left`;
    case 'hotkey_lost':
      return `the shortcut is lost: ${data.reason}`;
    case 'engine_restarted':
      return `the engine ${data.engine} was started again: ${data.reason}`;
    case 'model_progress':
      return `model ${data.name}: ${progress(data)}`;
    case 'models_changed':
      return `model ${data.name}: ${data.installed ? 'installed' : 'removed'}`;
    case 'log_line':
      return `${data.level}: ${data.line}`;
    case 'settings_changed':
      return `settings changed: ${data.keys.join(', ')}`;
    case 'gap':
      return `events ${data.from_seq} to ${data.to_seq} are not kept any more`;
    case 'overflow':
      return 'events came faster than they were read; connecting again';
    case 'shutting_down':
      return `the daemon ends: ${data.reason}`;
  }
}

function progress(data: EventData['model_progress']): string {
  if (data.error) return data.error.message;
  if (data.retry) return retryLine(data.retry, data.received_bytes);
  return `${data.stage}, ${percentage(data)}`;
}

function percentage(data: { received_bytes: number; total_bytes: number | null }): string {
  const { received_bytes, total_bytes } = data;
  if (total_bytes === null) return `${Math.round(received_bytes / 1e6)} MB`;
  return `${Math.floor((received_bytes / total_bytes) * 100)} %`;
}
