import { lengthOf } from '../time.ts';
import { megabytes } from './megabytes.ts';
import type { Progress } from './use-models.ts';

/** How far a download is: a bar, and in words how much, how fast and how long still. */
export function DownloadBar({ title, progress }: { title: string; progress: Progress }) {
  const { received_bytes: received, total_bytes: total } = progress;
  return (
    <div class="download">
      <progress
        aria-label={`Download of ${title}`}
        {...(total === null ? {} : { value: received, max: total })}
      />
      <span>{words(progress)}</span>
    </div>
  );
}

function words({
  stage,
  received_bytes: received,
  total_bytes: total,
  bytes_per_second: perSecond,
  retry,
}: Progress): string {
  if (retry) {
    const what = received === 0 ? 'Nothing came' : 'Broken off';
    const when = `in ${Math.round(retry.delay_ms / 1000)} s (${retry.attempt} of ${retry.attempts})`;
    return `${what}, trying again ${when}: ${retry.reason}`;
  }
  if (stage === 'checking') return 'Checking…';
  if (stage === 'unpacking') return `Unpacking… ${megabytes(received)}`;
  if (received === 0) return 'Waiting for the first bytes…';
  const much =
    total === null ? megabytes(received) : `${megabytes(received)} of ${megabytes(total)}`;
  if (perSecond === null || perSecond <= 0) return much;
  const fast = `${much}, ${speed(perSecond)}`;
  return total === null
    ? fast
    : `${fast}, ${lengthOf(((total - received) / perSecond) * 1000)} left`;
}

function speed(perSecond: number): string {
  return perSecond < 1e5
    ? `${(perSecond / 1e3).toFixed(1)} kB/s`
    : `${(perSecond / 1e6).toFixed(1)} MB/s`;
}
