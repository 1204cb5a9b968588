import { span } from './time.ts';

const bars = 12;
/** The rate is that of the last seconds: a line that has become slow shows at once. */
const windowMs = 5000;

/** How fast something comes, from how much of it had come when. */
export class Rate {
  readonly #seen: { readonly at: number; readonly bytes: number }[] = [];

  /** Takes in that so many bytes had come at a time, in milliseconds. */
  add(bytes: number, at: number): void {
    const last = this.#seen.at(-1);
    // Fewer than before: it was begun anew.
    if (last !== undefined && bytes < last.bytes) this.#seen.length = 0;
    this.#seen.push({ at, bytes });
    while (this.#seen.length > 2 && (this.#seen[1]?.at ?? at) < at - windowMs) this.#seen.shift();
  }

  /** Bytes a second; null until that can be said. */
  get perSecond(): number | null {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 500) return null;
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  }
}

/** A download on one line: `▮▮▮▮▯▯▯▯▯▯▯▯ 34 %  165 of 487 MB  12.3 MB/s  26 s left`. */
export function transferLine(
  { received, total }: { readonly received: number; readonly total: number | null },
  perSecond: number | null,
): string {
  const rate = perSecond === null ? [] : [`${(perSecond / 1e6).toFixed(1)} MB/s`];
  if (total === null) return [megabytes(received), ...rate].join('  ');
  const part = total === 0 ? 1 : Math.min(1, received / total);
  const full = Math.round(part * bars);
  const left =
    perSecond === null || perSecond <= 0 ? [] : [`${span((total - received) / perSecond)} left`];
  return [
    `${'▮'.repeat(full)}${'▯'.repeat(bars - full)} ${Math.floor(part * 100)} %`,
    `${Math.round(received / 1e6)} of ${megabytes(total)}`,
    ...rate,
    ...left,
  ].join('  ');
}

/** A size, as shops and servers count it: `487 MB`, `0.6 MB`. */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} MB`;
}
