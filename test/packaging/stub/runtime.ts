import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SENTINEL } from '@electron/fuses/dist/constants.js';

/** The fuses as Electron ships them, by their place on the wire: version 1, eight of them. */
const fuses = Buffer.from([1, 8, ...Buffer.from('10110001')]);

/**
 * Puts into a folder what electron-builder takes for Electron's runtime on Linux: the files that it
 * looks at, and a program that only tells how it was started.
 */
export function writeRuntime(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const program = join(folder, 'electron');
  const tells = '#!/bin/sh\nprintf "%s\\n" "WHIS_CLI=${WHIS_CLI-}" "$@"\nexit 9\n# ';
  writeFileSync(program, Buffer.concat([Buffer.from(`${tells}${SENTINEL}`), fuses]));
  chmodSync(program, 0o755);
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'locales/en-US.pak']) {
    writeFileSync(join(folder, name), '');
  }
}
