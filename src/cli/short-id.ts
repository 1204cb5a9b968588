import { printable } from '../protocol/printable.ts';

/**
 * The end of a session's id, for tables: the beginning of a UUIDv7 is the time, and the same for
 * sessions of one minute. The daemon understands it wherever it asks for an id.
 */
export function shortId(id: string): string {
  return printable(id).slice(-8);
}
