import { readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';

/** Writes our process id, as decimal text, in one step: nobody ever reads half of it. */
export function writePidFile(path: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${process.pid}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** Removes the pid file, if it is still ours. */
export function removePidFile(path: string): void {
  if (readPidFile(path) === process.pid) unlinkSync(path);
}

/** Reads a process id; null for anything that is none. It is never signalled: it may be a stranger's. */
export function readPidFile(path: string): number | null {
  try {
    const text = readFileSync(path, 'latin1').slice(0, 32).trim();
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}
