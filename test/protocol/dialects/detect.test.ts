import { describe, expect, it } from 'vitest';

import { Detector, type Detected } from '../../../src/protocol/dialects/detect.ts';
import { FramesDialect } from '../../../src/protocol/dialects/frames.ts';
import { LinesDialect } from '../../../src/protocol/dialects/lines.ts';
import { TextDialect } from '../../../src/protocol/dialects/text.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function nameOf(detected: Detected | null): string {
  if (detected === null) return 'undecided';
  if ('problem' in detected) return detected.problem.code;
  if (detected.dialect instanceof FramesDialect) return 'frames';
  if (detected.dialect instanceof LinesDialect) return 'lines';
  return detected.dialect instanceof TextDialect ? 'text' : 'unknown';
}

const table: ReadonlyArray<[string, string]> = [
  ['{"id":1}', 'lines'],
  ['"Status"', 'lines'],
  ['STATUS', 'text'],
  ['status', 'text'],
  ['GET / HTTP/1.1', 'text'],
  [' \t\r\n{"id"', 'lines'],
  ['\n\n\n\n\n\nPING', 'text'],
  ['   "a"', 'lines'],
  ['\u0006\u0000\u0000\u0000"List"', 'frames'],
  ['\n\u0000\u0000\u0000', 'frames'],
  ['{\u0000\u0000\u0000', 'frames'],
  ['{"}\u0000', 'frames'],
  ['ABC\u0000', 'frames'],
  ['\n\n\n\u0000', 'frames'],
  ['\u0000\u0000\u0000\u0000', 'frames'],
  ['\u00ff\u00ff\u00ff\u0000', 'frames'],
  ['\u00ff\u00ff\u00ff\u00ff', 'bad_json'],
  ['\u0000\u0000\u0000\u0001', 'bad_json'],
  ['1234', 'bad_json'],
  ['[{}]', 'bad_json'],
  ['-PING', 'bad_json'],
  ['\u00ef\u00bb\u00bf{"', 'bad_json'],
  ['    \u0000', 'bad_json'],
  ['\u0016\u0003\u0001\u0002\u0000', 'bad_json'],
  ['@ABC', 'bad_json'],
  ['[ABC', 'bad_json'],
  ['`abc', 'bad_json'],
  ['zabc', 'text'],
  ['AZaz', 'text'],
];

describe('the first bytes of a connection', () => {
  it.each(table)('%j: %s', (text, expected) => {
    expect(nameOf(new Detector().push(bytesOf(text)))).toBe(expected);
  });

  it.each(table)('%j, byte by byte: %s', (text, expected) => {
    const detector = new Detector();
    const results = Array.from(bytesOf(text), (byte) => nameOf(detector.push(Uint8Array.of(byte))));
    expect(results.find((name) => name !== 'undecided')).toBe(expected);
    expect(results.slice(0, 3)).toEqual(['undecided', 'undecided', 'undecided']);
  });

  it.each([
    ['', 'undecided'],
    [' \n', 'undecided'],
    ['{}\n', 'lines'],
    ['{', 'lines'],
    ['"', 'lines'],
    ['a', 'text'],
    [' a', 'text'],
    ['\u0000', 'bad_json'],
    ['\u0005\u0000\u0000', 'bad_json'],
    ['1', 'bad_json'],
  ])('fewer than four decide when no more come: %j is %s', (text, expected) => {
    const detector = new Detector();
    expect(detector.push(bytesOf(text))).toBeNull();
    expect(nameOf(detector.decide())).toBe(expected);
  });

  it('hands the bytes on without the leading spaces, and a frame whole', () => {
    expect(new Detector().push(bytesOf(' \n PING\n'))).toMatchObject({ bytes: bytesOf('PING\n') });
    const frame = bytesOf('\n\u0000\u0000\u0000 1234567\u0000\u0000');
    expect(new Detector().push(frame)).toMatchObject({ bytes: frame });
  });

  it('holds nothing of a stream of spaces, however long it is', () => {
    const detector = new Detector();
    const spaces = new Uint8Array(1_000_000).fill(0x20);
    for (let round = 0; round < 20; round += 1) expect(detector.push(spaces)).toBeNull();
    expect(detector.push(bytesOf('{"type"'))).toMatchObject({ bytes: bytesOf('{"type"') });
  });
});
