import { app } from 'electron';

import type { Surroundings } from '../protocol/endpoint.ts';
import { openLoginEntry } from '../desktop/index.ts';

/** Whether the app starts at login: Electron's own way, and a desktop entry where that has no effect. */
export function loginStart(surroundings: Surroundings): {
  get: () => Promise<boolean | null>;
  set: (open: boolean) => Promise<void>;
} {
  if (surroundings.platform !== 'linux') {
    return {
      get: async () => app.getLoginItemSettings().openAtLogin,
      set: async (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
    };
  }
  const entry = openLoginEntry(surroundings);
  // An AppImage is mounted anew at every start: only its own path stays.
  const program = surroundings.env['APPIMAGE'] || process.execPath;
  return {
    get: async () => (await entry.read())?.[0] === program,
    set: async (open) => {
      if (open) await entry.write({ argv: [program, '--hidden'], env: {} });
      else await entry.remove();
    },
  };
}
