import type { Terminal } from './terminal.ts';
import { clock } from './time.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const bars = 12;
const quietestDbfs = -60;

/**
 * Shows that something is being worked on, and for how long, until the returned function is called.
 * Where nobody would see it, there is no timer.
 */
export function spin(what: string, terminal: Terminal): () => void {
  if (!terminal.showsProgress) return () => {};
  const startedAt = performance.now();
  const show = () => {
    const elapsedMs = performance.now() - startedAt;
    const frame = frames[Math.floor(elapsedMs / frameMs) % frames.length] ?? '';
    terminal.progress(`${frame} ${what} ${clock(elapsedMs)}`);
  };
  show();
  const timer = setInterval(show, frameMs);
  return () => {
    clearInterval(timer);
    terminal.clearProgress();
  };
}

/** A recording's length and loudness: `● 0:07 ▮▮▮▮▯▯▯▯▯▯▯▯`. */
export function meter({ dbfs, elapsed_ms }: { dbfs: number; elapsed_ms: number }): string {
  const part = 1 - Math.max(quietestDbfs, Math.min(0, dbfs)) / quietestDbfs;
  const full = Math.round(part * bars);
  return `● ${clock(elapsed_ms)} ${'▮'.repeat(full)}${'▯'.repeat(bars - full)}`;
}
