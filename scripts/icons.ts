import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { ensureDebianPackages } from './debian.ts';

/** Draws assets/icon.png from assets/icon.svg; run it after a change of the drawing. */
const assets = join(import.meta.dirname, '..', 'assets');
const [svg, png] = [join(assets, 'icon.svg'), join(assets, 'icon.png')];

ensureDebianPackages(['librsvg2-bin'], 'drawing the icons');
// electron-builder makes the sizes that each system wants out of this one.
execFileSync('rsvg-convert', ['--width', '1024', '--height', '1024', '--output', png, svg]);
