import { printable } from '../protocol/printable.ts';
import type { Terminal } from './terminal.ts';

/** Tells what will keep a dictation that has just begun from becoming text. */
export function warn({ warning }: { readonly warning?: string }, terminal: Terminal): void {
  if (warning === undefined) return;
  terminal.note(`the recording is kept, but nothing can transcribe it yet: ${printable(warning)}`);
}
