import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** Answers with a WAV file, or the part of it that a player asks for: that is how it seeks. */
export async function soundResponse(
  path: string,
  range: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const file = await open(path).catch(() => null);
  if (file === null) return new Response(null, { status: 404, headers });
  const { size } = await file.stat();
  const part = range === null ? { from: 0, to: size - 1 } : readRange(range, size);
  if (part === null) {
    await file.close();
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}` },
    });
  }
  const { from, to } = part;
  if (size === 0) await file.close();
  const sound = size === 0 ? Readable.from([]) : file.createReadStream({ start: from, end: to });
  const body = Readable.toWeb(sound) as ReadableStream;
  return new Response(body, {
    status: range === null ? 200 : 206,
    headers: {
      ...headers,
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'content-length': String(to - from + 1),
      ...(range === null ? {} : { 'content-range': `bytes ${from}-${to}/${size}` }),
    },
  });
}

/** One range of bytes (RFC 9110, section 14): `bytes=5-9`, `bytes=5-`, `bytes=-5`; null: it is none. */
export function readRange(range: string, size: number): { from: number; to: number } | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const isTail = found[1] === '';
  const from = isTail ? Math.max(0, size - Number(found[2])) : Number(found[1]);
  const to = isTail || found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  return from <= to && from < size ? { from, to } : null;
}
