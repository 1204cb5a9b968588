import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', 'assets', 'tray');
const states = ['idle', 'recording', 'transcribing', 'paused'] as const;
const pairs = states.flatMap((one, index) =>
  states.slice(index + 1).map((other) => [one, other] as const),
);

test.each(states)('draws “%s” in the sizes of each system', (state) => {
  for (const theme of ['light', 'dark']) {
    expect(png(`${state}-${theme}.png`).size).toBe(22);
    expect(png(`${state}-${theme}@2x.png`).size).toBe(44);
    const ico = readFileSync(join(folder, `${state}-${theme}.ico`));
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, n) => ico.readUInt8(6 + 16 * n));
    // https://www.electronjs.org/docs/latest/api/native-image#supported-formats
    expect(sizes).toEqual(expect.arrayContaining([16, 20, 24, 32]));
  }
  expect(png(`${state}Template.png`).size).toBe(18);
  expect(png(`${state}Template@2x.png`).size).toBe(36);
});

test.each(states)('draws “%s” for macOS in black and nothing', (state) => {
  const { pixels } = png(`${state}Template.png`);
  expect(pixels.filter(([red, green, blue, alpha]) => alpha && (red || green || blue))).toEqual([]);
});

test.each(pairs)('tells “%s” from “%s” without a colour', (one, other) => {
  for (const name of ['-light.png', '-dark.png', 'Template.png']) {
    const [before, after] = [png(`${one}${name}`).pixels, png(`${other}${name}`).pixels];
    const drawn = before.filter(([, , , alpha]) => alpha > 127).length;
    const changed = before.filter(([, , , alpha], index) => {
      return Math.abs(alpha - (after[index]?.[3] ?? 0)) > 127;
    });
    expect(changed.length / drawn).toBeGreaterThan(0.1);
  }
});

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads a square PNG of 8 bits a colour with alpha: https://www.w3.org/TR/png-3/ */
function png(name: string): { size: number; pixels: Pixel[] } {
  const file = readFileSync(join(folder, name));
  const size = file.readUInt32BE(16);
  expect([file.readUInt32BE(20), file.readUInt8(24), file.readUInt8(25)]).toEqual([size, 8, 6]);
  const data: Buffer[] = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    if (file.toString('latin1', at + 4, at + 8) !== 'IDAT') continue;
    data.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const rows = unfiltered(inflateSync(Buffer.concat(data)), size);
  return {
    size,
    pixels: Array.from({ length: size * size }, (_, index) => {
      const [red = 0, green = 0, blue = 0, alpha = 0] = rows.subarray(4 * index, 4 * index + 4);
      return [red, green, blue, alpha];
    }),
  };
}

/** Takes back what each row's filter did: https://www.w3.org/TR/png-3/#9Filter-types */
function unfiltered(raw: Buffer, size: number): Uint8Array {
  const width = 4 * size;
  const rows = new Uint8Array(width * size);
  for (let y = 0; y < size; y += 1) {
    const [filter = 0, ...row] = raw.subarray(y * (width + 1), (y + 1) * (width + 1));
    row.forEach((byte, x) => {
      const at = (up: number, back: number) =>
        y < up || x < back ? 0 : (rows[(y - up) * width + x - back] ?? 0);
      const [left, above, corner] = [at(0, 4), at(1, 0), at(1, 4)];
      const foretold =
        [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      rows[y * width + x] = byte + foretold;
    });
  }
  return rows;
}

/** The one of the three that is nearest to where they lead, the earlier one of two. */
function paeth(left: number, above: number, corner: number): number {
  const distances = [above - corner, left - corner, left + above - 2 * corner].map(Math.abs);
  return [left, above, corner][distances.indexOf(Math.min(...distances))] ?? 0;
}
