import type { EventData } from '../protocol/events.ts';
import { span } from './time.ts';

const bars = 12;

/** A download on one line: `▮▮▮▮▯▯▯▯▯▯▯▯ 34 %  165 of 487 MB  12.3 MB/s  26 s left`. */
export function transferLine(
  { received, total }: { readonly received: number; readonly total: number | null },
  perSecond: number | null,
): string {
  // After a break nothing has come for a while: that is no rate to be told.
  const isComing = perSecond !== null && perSecond > 0;
  const rate = isComing ? [speed(perSecond)] : [];
  if (total === null) return [megabytes(received), ...rate].join('  ');
  const part = total === 0 ? 1 : Math.min(1, received / total);
  const full = Math.round(part * bars);
  const left = isComing ? [`${span((total - received) / perSecond)} left`] : [];
  return [
    `${'▮'.repeat(full)}${'▯'.repeat(bars - full)} ${Math.floor(part * 100)} %`,
    `${Math.round(received / 1e6)} of ${megabytes(total)}`,
    ...rate,
    ...left,
  ].join('  ');
}

/** What a download waits for: `broken off, trying again in 10 s (4 of 5): nobody answers there`. */
export function retryLine(
  { attempt, attempts, delay_ms, reason }: NonNullable<EventData['model_progress']['retry']>,
  received: number,
): string {
  const what = received > 0 ? 'broken off' : 'nothing came';
  return `${what}, trying again in ${span(delay_ms / 1000)} (${attempt} of ${attempts}): ${reason}`;
}

/** A size, as shops and servers count it: `487 MB`, `0.6 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}

function speed(perSecond: number): string {
  return perSecond < 1e5
    ? `${(perSecond / 1e3).toFixed(1)} kB/s`
    : `${(perSecond / 1e6).toFixed(1)} MB/s`;
}
