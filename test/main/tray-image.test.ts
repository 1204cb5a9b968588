import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { hasDarkBar, trayImageFile } from '../../src/main/tray-image.ts';

const folder = join(import.meta.dirname, '../../assets/tray');
const states = ['idle', 'recording', 'transcribing', 'paused'] as const;
const platforms = ['darwin', 'win32', 'linux'];

test.each(states)(
  'has an image for %s on every system, on a light bar and on a dark one',
  (state) => {
    for (const platform of platforms)
      for (const isDark of [true, false])
        expect(existsSync(join(folder, trayImageFile({ state, platform, isDark })))).toBe(true);
  },
);

test('leaves the colour to macOS, and the size to Windows', () => {
  const look = { state: 'recording', isDark: true } as const;
  expect(platforms.map((platform) => trayImageFile({ ...look, platform }))).toEqual([
    'recordingTemplate.png',
    'recording-dark.ico',
    'recording-dark.png',
  ]);
});

test.each([
  ['GNOME', true],
  ['ubuntu:GNOME', true],
  ['GNOME-Classic:GNOME', true],
  ['X-Cinnamon', false],
  ['KDE', false],
  ['', false],
])('knows of %j whether its bar is always dark', (desktop, isDark) => {
  expect(hasDarkBar(desktop)).toBe(isDark);
});
