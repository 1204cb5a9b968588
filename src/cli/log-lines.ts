import type { WhisEvent } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';
import { eventText } from './event-text.ts';

/** A line and its event are written one after the other. */
const togetherMs = 50;

type LogEvent = Extract<WhisEvent, { event: 'log_line' }>;

/** A line of a session's log for a person; null for what another line tells better. */
export function eventLine(line: string): string | null {
  try {
    return eventText(JSON.parse(line) as WhisEvent);
  } catch {
    return printable(line);
  }
}

/** An event of the daemon's log as the line that is in its file. */
export function logLine({ at, data }: LogEvent): string {
  return `${at} ${data.level} ${data.line.replaceAll('\n', ' ')}`;
}

/** Whether lines of the daemon's log, read after the subscription, have told an event already. */
export function wasToldBefore(event: LogEvent, lines: readonly string[]): boolean {
  const text = logLine(event).slice(event.at.length);
  return lines.some((line) => {
    const at = line.slice(0, line.indexOf(' '));
    const apartMs = Math.abs(Date.parse(at) - Date.parse(event.at));
    return apartMs < togetherMs && line.slice(at.length) === text;
  });
}
