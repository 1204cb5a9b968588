import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  LineSplitter,
  maxLineBytes,
  type Split,
} from '../../../src/protocol/dialects/line-splitter.ts';
import { maxNesting, readRequest, writeMessage } from '../../../src/protocol/dialects/tagged.ts';

const encoder = new TextEncoder();

/** Pushes `bytes` in pieces that end at the given places, then ends the stream. */
function split(bytes: Uint8Array, cuts: readonly number[] = [], maxBytes?: number): Split[] {
  const splitter = new LineSplitter(maxBytes);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const found: Split[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    found.push(...splitter.push(bytes.subarray(from, place)));
    from = place;
  }
  return [...found, ...splitter.end()];
}

const lines = (text: string) => split(encoder.encode(text));

describe('LineSplitter', () => {
  it('gives each line without its end, whether LF or CRLF', () => {
    expect(lines('a\nb\r\nc')).toEqual([{ line: 'a' }, { line: 'b' }, { line: 'c' }]);
  });

  it('leaves out blank lines', () => {
    expect(lines('\n\r\n  \t\n{}\n\n')).toEqual([{ line: '{}' }]);
  });

  it('takes a line of the most bytes, and refuses one more', () => {
    const longest = 'x'.repeat(maxLineBytes);
    expect(lines(`${longest}\nb\n`)).toEqual([{ line: longest }, { line: 'b' }]);
    expect(lines(`a\n${longest}x\nb\n`)).toEqual([{ line: 'a' }, { problem: 'too_large' }]);
  });

  it('says too_large as soon as it is, without waiting for a line end', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(encoder.encode('abcd'))).toEqual([]);
    expect(splitter.push(encoder.encode('e'))).toEqual([{ problem: 'too_large' }]);
    expect(splitter.push(encoder.encode('\nok\n'))).toEqual([]);
    expect(splitter.end()).toEqual([]);
  });

  it('refuses invalid UTF-8 and reads nothing after it', () => {
    const bytes = Uint8Array.of(0x61, 0x0a, 0xc3, 0x28, 0x0a, 0x62, 0x0a);
    expect(split(bytes)).toEqual([{ line: 'a' }, { problem: 'bad_encoding' }]);
    expect(split(Uint8Array.of(0xe2, 0x82))).toEqual([{ problem: 'bad_encoding' }]);
  });

  it('gives the same whatever the chunks are', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encoder.encode(text)),
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom(...['\n', '\r\n', '  ', '{}\n'].map((text) => encoder.encode(text))),
    );
    const stream = fc
      .array(piece, { maxLength: 12 })
      .map((all) => Uint8Array.from(all.flatMap((one) => [...one])));
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat(80)),
        fc.integer({ min: 1, max: 24 }),
        (bytes, cuts, maxBytes) => {
          const everyByte = Array.from(bytes, (_, index) => index);
          const whole = split(bytes, [], maxBytes);
          expect(split(bytes, cuts, maxBytes)).toEqual(whole);
          expect(split(bytes, everyByte, maxBytes)).toEqual(whole);
        },
      ),
    );
  });
});

describe('readRequest', () => {
  it('reads the id and the request apart', () => {
    expect(readRequest('{"id":7,"type":"toggle","language":"de"}')).toEqual({
      id: 7,
      request: { type: 'toggle', language: 'de' },
    });
    expect(readRequest(' {"type":"ping"} ')).toEqual({ request: { type: 'ping' } });
  });

  it.each([['"x"'], ['[]'], ['null'], ['1e400'], ['{}'], ['{"type":3}']])(
    'finds no request in %s',
    (line) => {
      expect(readRequest(line)).toMatchObject({ problem: { code: 'invalid_request' } });
    },
  );

  it.each([['true'], ['null'], ['1.5'], ['1e400'], ['{}'], ['[1]'], [`"${'x'.repeat(129)}"`]])(
    'refuses the id %s',
    (id) => {
      const answer = readRequest(`{"type":"ping","id":${id}}`);
      expect(answer).toMatchObject({ problem: { code: 'invalid_request' } });
      expect(answer).not.toHaveProperty('id');
    },
  );

  it('counts the characters of an id, not its UTF-16 units', () => {
    const id = '🎤'.repeat(128);
    expect(readRequest(JSON.stringify({ type: 'ping', id }))).toMatchObject({ id });
  });

  it('keeps the id of a request without a type', () => {
    expect(readRequest('{"id":"a"}')).toMatchObject({
      id: 'a',
      problem: { code: 'invalid_request' },
    });
  });

  it.each([[''], ['{'], ['{"type":"ping"'], ['{"Stop"}'], ['GET / HTTP/1.1'], ['\u0000']])(
    'calls %j bad JSON',
    (line) => {
      expect(readRequest(line)).toMatchObject({ problem: { code: 'bad_json' } });
    },
  );

  it('takes the deepest nesting and refuses one more, 100,000 brackets too', () => {
    const nested = (levels: number) =>
      `{"type":"ping","x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(readRequest(nested(maxNesting))).toHaveProperty('request');
    for (const line of [nested(maxNesting + 1), '['.repeat(100_000), '{"a":'.repeat(100_000)]) {
      expect(readRequest(line)).toMatchObject({ problem: { code: 'bad_json' } });
    }
  });

  it('does not count brackets inside strings', () => {
    const label = `${'['.repeat(100)}\\"{`;
    expect(readRequest(`{"type":"start_session","label":"${label}"}`)).toHaveProperty('request');
  });

  it('drops __proto__ at any depth, escaped too', () => {
    const answer = readRequest(
      '{"type":"ping","__proto__":{"a":1},"x":{"\\u005f_proto__":{"b":1}}}',
    );
    expect(answer).toEqual({ request: { type: 'ping', x: {} } });
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('never throws, whatever the bytes are', () => {
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => encoder.encode(text)),
      fc
        .string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', ' ', '\n', '1e') })
        .map((text) => encoder.encode(text)),
    );
    fc.assert(
      fc.property(line, (bytes) => {
        const read = split(bytes).map((found) =>
          'line' in found ? readRequest(found.line) : found,
        );
        expect(read.every((one) => 'request' in one || 'problem' in one)).toBe(true);
      }),
    );
  });
});

describe('writeMessage', () => {
  it('puts the id first and ends the line', () => {
    expect(writeMessage({ type: 'pong' }, 1)).toBe('{"id":1,"type":"pong"}\n');
    expect(writeMessage({ type: 'pong' })).toBe('{"type":"pong"}\n');
  });

  it('writes one line whatever is in it, and readRequest reads it back', () => {
    const id = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'binary', maxLength: 128 }));
    fc.assert(
      fc.property(id, fc.string({ unit: 'binary' }), (id, label) => {
        fc.pre(!Object.is(id, -0));
        const written = writeMessage({ type: 'start_session', label }, id);
        expect(written.indexOf('\n')).toBe(written.length - 1);
        const [found] = lines(written);
        if (!found || !('line' in found)) throw new Error('no line');
        expect(readRequest(found.line)).toEqual({ id, request: { type: 'start_session', label } });
      }),
    );
  });
});
