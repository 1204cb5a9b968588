import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ensureDebianPackages } from './debian.ts';

// Draws every PNG and ICO in assets from its SVG; run it after a change of a drawing.
const assets = join(import.meta.dirname, '..', 'assets');
const tray = join(assets, 'tray');

/** The states that the tray shows, each with a drawing on 22 pixels and a small one on 16. */
const states = ['idle', 'recording', 'transcribing', 'paused'] as const;

/** The colours on a light and on a dark panel; a recording stands out by its shape already. */
const themes = {
  light: { usual: '#2b2540', recording: '#d92b3a' },
  dark: { usual: '#f4f2ff', recording: '#ff7a6b' },
} as const;

/**
 * A small icon of Windows at each scale of the display, 100 to 400 %:
 * https://www.electronjs.org/docs/latest/api/native-image#supported-formats
 */
const windowsSizes = [16, 20, 24, 32, 40, 48, 64];

/** The sizes for which desktops look in the icon theme “hicolor”: a larger one is not found. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** macOS wants 18 points: the drawing on 16 with a margin of one. */
const macMargin = 1;

ensureDebianPackages(['librsvg2-bin'], 'drawing the icons');

// electron-builder makes the sizes of macOS and Windows out of the large one.
const icon = join(assets, 'icon.svg');
writeFileSync(join(assets, 'icon.png'), draw(icon, { size: 1024 }));
for (const size of linuxSizes) {
  writeFileSync(join(assets, 'icons', `${size}x${size}.png`), draw(icon, { size }));
}
for (const state of states) {
  const drawing = join(tray, `${state}.svg`);
  const small = join(tray, `${state}-small.svg`);
  for (const [theme, colours] of Object.entries(themes)) {
    const colour = state === 'recording' ? colours.recording : colours.usual;
    const name = join(tray, `${state}-${theme}`);
    writeFileSync(`${name}.png`, draw(drawing, { size: 22, colour }));
    writeFileSync(`${name}@2x.png`, draw(drawing, { size: 44, colour }));
    const images = windowsSizes.map((size) => ({ size, png: draw(small, { size, colour }) }));
    writeFileSync(`${name}.ico`, ico(images));
  }
  for (const scale of [1, 2]) {
    const file = `${state}Template${scale === 1 ? '' : `@${scale}x`}.png`;
    const png = draw(small, { size: 16 * scale, margin: macMargin * scale, colour: '#000' });
    writeFileSync(join(tray, file), png);
  }
}

/** The PNG of a drawing: `size` pixels wide and high, within a clear margin. */
function draw(
  path: string,
  { size, margin = 0, colour = '' }: { size: number; margin?: number; colour?: string },
): Buffer {
  const svg = readFileSync(path, 'utf8').replace('currentColor', colour);
  const page = size + 2 * margin;
  const options = `-w ${size} -h ${size} --left ${margin} --top ${margin} --page-width ${page} --page-height ${page}`;
  return execFileSync('rsvg-convert', options.split(' '), { input: svg });
}

/** An ICO of PNGs, as Windows reads it since Vista: a head, an entry for each image, the images. */
function ico(images: ReadonlyArray<{ size: number; png: Buffer }>): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length + 16 * images.length;
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size, 0);
    entry.writeUInt8(size, 1);
    entry.writeUInt16LE(1, 4); // planes
    entry.writeUInt16LE(32, 6); // bits a pixel
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...images.map(({ png }) => png)]);
}
