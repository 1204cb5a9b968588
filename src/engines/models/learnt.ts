import { readFile, writeFile } from 'node:fs/promises';

/** Where the checksum of a download is kept whose publisher gives none: beside the file. */
export function learntNote(file: string): string {
  return `${file}.sha256`;
}

/** The SHA-256 of the first download, in hexadecimal; null before there was one. */
export async function readLearnt(file: string): Promise<string | null> {
  try {
    return (await readFile(learntNote(file), 'utf8')).trim();
  } catch {
    // The first download learns it.
    return null;
  }
}

/** Keeps the SHA-256 of a download. */
export async function learn(file: string, sha256: string): Promise<void> {
  await writeFile(learntNote(file), `${sha256}\n`, { mode: 0o600 });
}
