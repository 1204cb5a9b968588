import { useRef } from 'preact/hooks';

import type { EventData } from '../../protocol/events.ts';
import { lengthOf } from '../time.ts';
import { megabytes, Rate } from './rate.ts';

/** How far a download is: a bar, and in words how much, how fast and how long still. */
export function DownloadBar({
  title,
  progress,
}: {
  title: string;
  progress: Pick<EventData['model_progress'], 'stage' | 'received_bytes' | 'total_bytes'>;
}) {
  const rate = useRef(new Rate());
  const { stage, received_bytes: received, total_bytes: total } = progress;
  const isComing = stage === 'downloading';
  if (isComing) rate.current.add(received, performance.now());
  const perSecond = isComing ? rate.current.perSecond : null;
  return (
    <div class="download">
      <progress
        aria-label={`Download of ${title}`}
        {...(total === null ? {} : { value: received, max: total })}
      />
      <span>{words(stage, { received, total, perSecond })}</span>
    </div>
  );
}

function words(
  stage: EventData['model_progress']['stage'],
  {
    received,
    total,
    perSecond,
  }: { received: number; total: number | null; perSecond: number | null },
): string {
  if (stage === 'checking') return 'Checking…';
  if (stage === 'unpacking') return `Unpacking… ${megabytes(received)}`;
  if (received === 0) return 'Waiting for the first bytes…';
  const much =
    total === null ? megabytes(received) : `${megabytes(received)} of ${megabytes(total)}`;
  if (perSecond === null || perSecond <= 0) return much;
  const fast = `${much}, ${(perSecond / 1e6).toFixed(1)} MB/s`;
  return total === null
    ? fast
    : `${fast}, ${lengthOf(((total - received) / perSecond) * 1000)} left`;
}
