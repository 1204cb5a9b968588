import { printable, printableText } from '../protocol/printable.ts';
import type { Session, SessionSummary } from '../protocol/session.ts';
import { shortId } from './short-id.ts';
import { clock, localTime, when } from './time.ts';

/** A row of `whis list`: id, when, length, status, and the text or what failed. */
export function sessionRow(session: SessionSummary, now: number): string[] {
  const { id, created_at, duration_ms, label, text } = session;
  const name = label === null ? '' : `[${label}] `;
  return [
    shortId(id),
    when(printable(created_at), now),
    duration_ms === null ? '-' : clock(duration_ms),
    statusOf(session),
    printable(`${name}${oneLine(text ?? session.error?.message ?? '')}`),
  ];
}

/** One session for `whis show`: what is known about it, then its text. */
export function sessionText(session: Session): string {
  const { timings_ms } = session;
  const rows: [string, string | null][] = [
    ['id', session.id],
    ['status', statusOf(session)],
    ['created', localTime(Date.parse(session.created_at))],
    ['length', session.duration_ms === null ? null : clock(session.duration_ms)],
    ['label', session.label],
    ['directory', session.working_dir],
    ['engine', [session.engine, session.model].filter((part) => part !== null).join(', ')],
    ['language', session.language],
    ['preset', session.preset],
    ['delivered', session.delivered.map(delivery).join(', ')],
    [
      'took',
      timings_ms.stop_to_text === null
        ? null
        : `${(timings_ms.stop_to_text / 1000).toFixed(1)} s to the text`,
    ],
    ['audio', session.audio_path],
    ['log', session.log_path],
    ['error', session.error?.message ?? null],
    ['next try', session.retry_at === null ? null : localTime(Date.parse(session.retry_at))],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value ? [`${name.padEnd(11)}${printable(value)}`] : [],
  );
  if (session.text !== null) lines.push('', printableText(session.text));
  return lines.join('\n');
}

function statusOf({ status, recovered }: Pick<SessionSummary, 'status' | 'recovered'>): string {
  return recovered ? `${status}, recovered` : status;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function delivery({ to, confirmed }: Session['delivered'][number]): string {
  return confirmed === false ? `${to} (not confirmed)` : to;
}
