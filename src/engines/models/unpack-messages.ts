import { isFields } from '../../protocol/fields.ts';

/** What the daemon asks of the unpacker's child. */
export interface UnpackTask {
  /** The archive, a `.tar.bz2`. */
  readonly archive: string;
  /** An empty folder for its files. */
  readonly folder: string;
  /** Names of the files that are taken; the rest of the archive is left. */
  readonly files: readonly string[];
  /** The system's `bzip2`, four times as fast as our own; null where there is none. */
  readonly bzip2: string | null;
}

/** A file that was written: what it is known by. */
export interface Unpacked {
  readonly bytes: number;
  readonly sha256: string;
}

/** What the child answers: how much has been written so far, and in the end what, or why not. */
export type UnpackAnswer =
  | { readonly written: number }
  | { readonly files: Readonly<Record<string, Unpacked>> }
  | { readonly problem: string };

/** An answer as it came out of the child, checked; null when it is none. */
export function parseUnpackAnswer(message: unknown): UnpackAnswer | null {
  if (!isFields(message)) return null;
  const { written, files, problem } = message;
  if (typeof problem === 'string') return { problem };
  if (typeof written === 'number') return { written };
  return isFields(files) && Object.values(files).every(isUnpacked)
    ? { files: files as Record<string, Unpacked> }
    : null;
}

function isUnpacked(value: unknown): value is Unpacked {
  return (
    isFields(value) && typeof value['bytes'] === 'number' && typeof value['sha256'] === 'string'
  );
}
