import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ app: {}, BrowserWindow: {}, protocol: {}, screen: {} }));

const { safePreferences } = await import('../../src/main/window.ts');

it('gives pages a sandbox, a world of their own, and nothing of Node', () => {
  expect(safePreferences('/preload.cjs')).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    backgroundThrottling: true,
  });
});
