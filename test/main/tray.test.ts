import { beforeEach, expect, it, vi } from 'vitest';

import type { Status } from '../../src/protocol/status.ts';

const { made } = vi.hoisted(() => ({
  made: {
    listeners: new Map<string, () => void>(),
    images: [] as { path: string; isTemplate: boolean }[],
    menus: [] as string[],
    isDestroyed: false,
    countsEveryClick: false,
  },
}));

// The part of Electron that an icon touches: on Windows and macOS it is touched differently, and
// those cannot be started here.
vi.mock('electron', () => ({
  Menu: { buildFromTemplate: (template: object[]) => ({ template }) },
  nativeTheme: {
    shouldUseDarkColors: false,
    // Windows: a light theme for programs, and a dark one for the bar.
    shouldUseDarkColorsForSystemIntegratedUI: true,
    on: () => {},
    off: () => {},
  },
  nativeImage: {
    createFromPath: (path: string) => {
      const image = { path, isTemplate: false };
      return { ...image, setTemplateImage: () => made.images.push({ path, isTemplate: true }) };
    },
  },
  Tray: class {
    constructor(image: { path: string }) {
      this.setImage(image);
    }
    setImage({ path }: { path: string }) {
      made.images.push({ path, isTemplate: false });
    }
    on(name: string, listener: () => void) {
      made.listeners.set(name, listener);
    }
    setToolTip() {}
    setIgnoreDoubleClickEvents(isIgnored: boolean) {
      made.countsEveryClick = isIgnored;
    }
    setContextMenu() {
      made.menus.push('set');
    }
    popUpContextMenu() {
      made.menus.push('popped up');
    }
    destroy() {
      made.isDestroyed = true;
    }
  },
}));

const { TrayIcon } = await import('../../src/main/tray.ts');

const status = {
  state: 'recording',
  listening: true,
  hotkey: { accelerator: null, armed: false },
} as Status;

beforeEach(() => {
  made.listeners.clear();
  made.images.length = 0;
  made.menus.length = 0;
  made.isDestroyed = false;
});

function open(platform: string) {
  const toggle = vi.fn<() => void>();
  const rest = { cancel() {}, pause() {}, resume() {}, copy() {}, open() {}, quit() {} };
  const icon = new TrayIcon({
    assets: '/assets',
    platform,
    hasDarkBar: true,
    actions: { toggle, ...rest },
  });
  icon.show(status, []);
  return { icon, toggle };
}

it.each(['win32', 'darwin'])(
  'on %s a click toggles, and a right click opens the menu',
  (platform) => {
    const { toggle } = open(platform);
    expect(made.menus).toEqual([]);
    made.listeners.get('click')?.();
    expect(toggle).toHaveBeenCalledOnce();
    expect(made.countsEveryClick).toBe(true);
    made.listeners.get('right-click')?.();
    expect(made.menus).toEqual(['popped up']);
  },
);

it('on Linux the menu is set, and clicks are the desktop’s', () => {
  open('linux');
  expect(made.menus).toEqual(['set']);
  expect([...made.listeners.keys()]).toEqual([]);
});

it('takes template images on macOS, and those for the bar’s own colour elsewhere', () => {
  open('darwin');
  expect(made.images).toContainEqual({
    path: '/assets/tray/recordingTemplate.png',
    isTemplate: true,
  });
  made.images.length = 0;
  open('win32');
  expect(made.images.at(-1)?.path).toBe('/assets/tray/recording-dark.ico');
  open('linux');
  expect(made.images.at(-1)?.path).toBe('/assets/tray/recording-dark.png');
});

it('goes when it is closed', () => {
  open('linux').icon.close();
  expect(made.isDestroyed).toBe(true);
});
