import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { converse, cut, frame } from '../../fixtures/conversation.ts';

const encoder = new TextEncoder();

const words = [
  '{"type":"ping"}',
  '{"id":1,"type":"status"}',
  '{"id":"ü🎤","type":"toggle","language":"de"}',
  '"Status"',
  '"Toggle"',
  '{"Stop"}',
  '{"Status":{"name":null}}',
  '{"Start":{"name":"ä","config":""}}',
  '{"Subscribe":{"subscription":{"AllEvents":{"app_name":null}}}}',
  '"List"',
  '"Unsubscribe"',
  'STATUS',
  'start a label',
  'HELP',
  '{',
  'nonsense',
  '\u0000',
];

const payload = fc.constantFrom(...words).map((word) => encoder.encode(word));
const line = fc
  .tuple(fc.constantFrom(...words), fc.constantFrom('\n', '\r\n', '\n\n', ' \r\n', ''))
  .map(([word, end]) => encoder.encode(word + end));
const asFrame = payload.map(frame);
const noise = fc.uint8Array({ maxLength: 8 });
const wrongLength = fc
  .tuple(fc.constantFrom(0, 3, 65_537, 0xffff_ffff), payload)
  .map(([length, bytes]) => {
    const framed = Buffer.from(frame(bytes));
    framed.writeUInt32LE(length);
    return framed;
  });

function stream(piece: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.array(piece, { maxLength: 10 }).map((all) => new Uint8Array(Buffer.concat(all)));
}

describe('the same bytes in any chunks', () => {
  it.each([
    ['lines and commands', stream(line)],
    ['frames', stream(asFrame)],
    ['frames with wrong lengths', stream(fc.oneof(asFrame, wrongLength))],
    ['a mix of everything', stream(fc.oneof(line, asFrame, wrongLength, noise))],
    ['any bytes', fc.uint8Array({ maxLength: 200 })],
  ])('give the same requests and the same replies: %s', (_, bytes) => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(400), { maxLength: 20 }), (all, places) => {
        const whole = converse([all]);
        expect(converse(cut(all, places))).toEqual(whole);
        expect(converse(Array.from(all, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('are answered with at most one error when they cannot be read on from', () => {
    fc.assert(
      fc.property(stream(fc.oneof(line, asFrame, wrongLength, noise)), (bytes) => {
        const { read } = converse([bytes]);
        const ends = read.flatMap((one, at) =>
          typeof one === 'object' && (one as { isFatal?: boolean }).isFatal ? [at] : [],
        );
        expect(ends.filter((at) => at !== read.length - 1)).toEqual([]);
      }),
    );
  });
});
