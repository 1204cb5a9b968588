/** A length as people read it: `0:07`, `12:34`, `1:02:03`. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, ...rest] = parts;
  const [minutes = 0, left = 0] = rest;
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`;
}

/** A length in a sentence: `7 s`, `2 min 5 s`, `1 h 3 min`. */
export function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** How long a part of the work took: `8 ms`, `1.2 s`. */
export function durationOf(ms: number): string {
  if (ms < 1) return '< 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

// Made once: to make one takes longer than all that it ever writes.
const hourAndMinute = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat([], { weekday: 'long' });
const thisYear = { weekday: 'short', day: 'numeric', month: 'long' } as const;
const dayOfThisYear = new Intl.DateTimeFormat([], thisYear);
const dayOfAnyYear = new Intl.DateTimeFormat([], { ...thisYear, year: 'numeric' });

/** When something was, told from now: `now`, `5 min ago`, `14:05`. */
export function momentOf(iso: string, now: Date): string {
  const at = new Date(iso);
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes >= 0 && minutes < 1) return 'now';
  if (minutes >= 0 && minutes < 60) return `${minutes} min ago`;
  return hourAndMinute.format(at);
}

/** The day of something, told from today: `Today`, `Yesterday`, `Monday`, `Mon, 12 Jan 2026`. */
export function dayOf(iso: string, now: Date): string {
  const at = new Date(iso);
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(at);
  return (at.getFullYear() === now.getFullYear() ? dayOfThisYear : dayOfAnyYear).format(at);
}

/** A number for the day of something, here: it is another one on another day. */
export function dayNumberOf(iso: string): number {
  const at = new Date(iso);
  return (at.getFullYear() * 12 + at.getMonth()) * 31 + at.getDate();
}

/** Day and time in full. */
export function dateOf(iso: string): string {
  return new Date(iso).toLocaleString([], { dateStyle: 'full', timeStyle: 'short' });
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
