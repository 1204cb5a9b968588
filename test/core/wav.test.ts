import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  bytesOfFrame,
  durationOfBytes,
  parseWavHeader,
  sampleRateHz,
  wavHeader,
  wavHeaderBytes,
} from '../../src/core/wav.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-wav-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('wavHeader', () => {
  it('makes a file that sox reads sample for sample', () => {
    const frame = Int16Array.from({ length: 1600 }, (_, index) => index * 20 - 16_000);
    const path = join(folder, 'ours.wav');
    writeFileSync(path, Buffer.concat([wavHeader(frame.byteLength), bytesOfFrame(frame)]));
    const info = execFileSync('soxi', [path], { encoding: 'utf8' });
    expect(info).toMatch(/Channels\s+: 1\n/);
    expect(info).toMatch(/Sample Rate\s+: 16000\n/);
    expect(info).toMatch(/Precision\s+: 16-bit\n/);
    expect(info).toMatch(/1600 samples/);
    const raw = execFileSync('sox', [path, '-t', 's16', '-']);
    expect(raw.equals(bytesOfFrame(frame))).toBe(true);
  });

  it('is read again as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff - 36 }), (dataBytes) => {
        const header = wavHeader(dataBytes);
        expect(header).toHaveLength(wavHeaderBytes);
        expect(parseWavHeader(header)).toEqual({
          sampleRateHz,
          channels: 1,
          bitsPerSample: 16,
          encoding: 'integer',
          dataOffset: wavHeaderBytes,
          dataBytes,
        });
      }),
    );
  });
});

describe('parseWavHeader', () => {
  it.each([
    ['8 bits', ['-b', '8', '-e', 'unsigned'], 44_100, 1, 8, 'integer'],
    ['16 bits in stereo', ['-b', '16'], 48_000, 2, 16, 'integer'],
    ['24 bits, extensible', ['-b', '24'], 44_100, 2, 24, 'integer'],
    ['32 bits, extensible', ['-b', '32', '-e', 'signed'], 8_000, 1, 32, 'integer'],
    ['floats', ['-b', '32', '-e', 'float'], 96_000, 1, 32, 'float'],
    ['six channels', ['-b', '16'], 48_000, 6, 16, 'integer'],
  ])('reads a file of %s that sox has made', (name, encoding, rate, channels, bits, kind) => {
    const path = join(folder, `${name}.wav`);
    const shape = ['-r', String(rate), '-c', String(channels)];
    execFileSync('sox', ['-n', ...shape, ...encoding, path, 'synth', '0.1', 'sine', '440']);
    const file = readFileSync(path);
    const format = parseWavHeader(file);
    expect(format).toMatchObject({
      sampleRateHz: rate,
      channels,
      bitsPerSample: bits,
      encoding: kind,
    });
    expect(format?.dataBytes).toBe((rate / 10) * channels * (bits / 8));
    expect(file.length - (format?.dataOffset ?? 0)).toBeGreaterThanOrEqual(format?.dataBytes ?? 0);
    expect(file.toString('latin1', (format?.dataOffset ?? 8) - 8).slice(0, 4)).toBe('data');
  });

  it.each([
    ['µ-law', ['-e', 'mu-law']],
    ['64-bit floats', ['-e', 'float', '-b', '64']],
    ['ADPCM', ['-e', 'ms-adpcm']],
  ])('refuses %s', (name, encoding) => {
    const path = join(folder, `${name}.wav`);
    execFileSync('sox', ['-n', '-r', '8000', ...encoding, path, 'synth', '0.1', 'sine', '440']);
    expect(parseWavHeader(readFileSync(path))).toBeNull();
  });

  it('passes over other chunks, those of odd length too', () => {
    const ours = Buffer.from(wavHeader(0));
    const list = Buffer.from('LIST\u0003\0\0\0abc\0', 'latin1');
    const file = Buffer.concat([ours.subarray(0, 12), list, ours.subarray(12)]);
    expect(parseWavHeader(file)?.dataOffset).toBe(wavHeaderBytes + list.length);
  });

  it('reads a view into other bytes', () => {
    const padded = Buffer.concat([Buffer.from('seven b'), wavHeader(8)]);
    expect(parseWavHeader(padded.subarray(7))?.dataBytes).toBe(8);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('RIFF is how this text begins, but nothing of it is sound')],
    ['a header that is cut', wavHeader(8).subarray(0, 30)],
    ['a header without its data', wavHeader(8).subarray(0, 36)],
    ['no channels', changed(22, 0)],
    ['no rate', changed(24, 0)],
    ['12 bits', changed(34, 12)],
    ['a format too short', changed(16, 4)],
  ])('refuses %s', (_, bytes) => {
    expect(parseWavHeader(bytes)).toBeNull();
  });

  it('answers any bytes', () => {
    const header = Array.from(wavHeader(8));
    const damaged = fc.tuple(fc.nat(wavHeaderBytes), fc.uint8Array()).map(([at, bytes]) => {
      const file = Uint8Array.from([...header, 0, 0, 0, 0, 0, 0, 0, 0]);
      file.set(bytes.subarray(0, file.length - at), at);
      return file;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        const format = parseWavHeader(bytes);
        expect(format === null || format.dataOffset <= bytes.length).toBe(true);
      }),
    );
  });
});

describe('durations', () => {
  it.each([
    [0, 0],
    [2, 0.0625],
    [3, 0.0625],
    [32_000, 1000],
    [115_200_000, 3_600_000],
  ])('%i bytes last %f ms', (bytes, ms) => {
    expect(durationOfBytes(bytes)).toBe(ms);
  });

  it('are those of a frame too', () => {
    expect(durationOfBytes(bytesOfFrame(new Int16Array(800)).length)).toBe(50);
  });

  it('count a part of a frame for itself', () => {
    const part = Int16Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(Array.from(bytesOfFrame(part))).toEqual([2, 0, 3, 0]);
  });
});

/** A header with one number of 16 bits put in another's place; what follows it in 32 bits is 0. */
function changed(at: number, value: number): Uint8Array {
  const header = wavHeader(8);
  new DataView(header.buffer).setUint16(at, value, true);
  return header;
}
