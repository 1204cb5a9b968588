import type { Timings } from '../../protocol/session.ts';
import { durationOf } from '../time.ts';

const parts: readonly (readonly [keyof Timings, string])[] = [
  ['requested_to_first_frame', 'until the first sound'],
  ['engine', 'engine'],
  ['text', 'polish'],
  ['delivery', 'delivery'],
];

/** How long each part of a dictation took, as lengths beside each other; nothing when none is known. */
export function TimingsBar({ timings }: { timings: Timings }) {
  const known = parts.flatMap(([part, label]) => {
    const ms = timings[part];
    return ms === null ? [] : [{ part, label, ms }];
  });
  if (known.length === 0) return null;
  return (
    <section class="timings" aria-label="How long it took">
      <div class="timings-bar" aria-hidden="true">
        {known.map(({ part, ms }) => (
          <span key={part} class={`is-${part}`} style={{ flexGrow: String(Math.max(ms, 1)) }} />
        ))}
      </div>
      <ul>
        {known.map(({ part, label, ms }) => (
          <li key={part}>
            <i class={`is-${part}`} aria-hidden="true" />
            {label} <b>{durationOf(ms)}</b>
          </li>
        ))}
        {timings.stop_to_text !== null && (
          <li>
            from stop to text <b>{durationOf(timings.stop_to_text)}</b>
          </li>
        )}
      </ul>
    </section>
  );
}
