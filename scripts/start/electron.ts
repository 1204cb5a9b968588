import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Electron's program, or why the tray app cannot run. */
export type Electron = { readonly program: string } | { readonly trouble: string };

/**
 * Looks for Electron's runtime where its package does (`ELECTRON_OVERRIDE_DIST_PATH`, else its own
 * `dist`), without loading the package: that would throw, or begin a download. And for a display.
 */
export function findElectron({
  env,
  platform,
}: {
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
}): Electron {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return { trouble: 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).' };
  }
  const folder = packageFolder();
  if (folder === null) return { trouble: 'the package “electron” is not installed (npm install).' };
  const path = join(folder, 'path.txt');
  const name = existsSync(path) ? readFileSync(path, 'utf8') : 'electron';
  const program = join(env['ELECTRON_OVERRIDE_DIST_PATH'] || join(folder, 'dist'), name);
  if (existsSync(program)) return { program };
  return {
    trouble: `Electron’s runtime is not at ${program} (npm exec install-electron gets it).`,
  };
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}
