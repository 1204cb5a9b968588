import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { writeRuntime } from './runtime.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What a run of electron-builder has made. */
export interface Packages {
  /** The app as it lies on disk once installed. */
  readonly app: string;
  readonly deb: string;
}

/**
 * Runs `scripts/dist.ts` for Linux, with a stub in place of Electron's runtime and of `fpm`: the app
 * must be built. Throws with electron-builder's words when it fails.
 */
export function packageApp(folder: string): Packages {
  const [runtime, bin, output] = [
    join(folder, 'electron'),
    join(folder, 'bin'),
    join(folder, 'out'),
  ];
  writeRuntime(runtime, electronVersion());
  mkdirSync(bin);
  const fpm = join(import.meta.dirname, 'fpm.ts');
  writeFileSync(join(bin, 'fpm'), `#!/bin/sh\nexec "${process.execPath}" "${fpm}" "$@"\n`, {
    mode: 0o755,
  });
  const options = [`-c.electronDist=${runtime}`, `-c.directories.output=${output}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'dist.ts'), '--linux', 'dir', 'deb', '--x64', ...options],
    {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, USE_SYSTEM_FPM: 'true' },
    },
  );
  if (status !== 0) throw new Error(`electron-builder failed:\n${stdout}${stderr}`);
  return {
    app: join(output, 'linux-unpacked'),
    deb: join(output, `whis_${packageVersion()}_amd64.deb`),
  };
}

function electronVersion(): string {
  const require = createRequire(import.meta.url);
  return (require('electron/package.json') as { readonly version: string }).version;
}

function packageVersion(): string {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}
