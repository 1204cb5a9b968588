import { readyBrowser } from '../running.ts';
import type { Page } from './page.ts';

/** Brings Chromium's window where the app's is; hidden is minimised here. */
export async function placePage(
  { session, targetId }: Page,
  { x: left, y: top, width, height }: Electron.Rectangle,
  isShown: boolean,
): Promise<void> {
  const { root } = readyBrowser('BrowserWindow').connection;
  // Chromium's window has a strip of tabs, and a least width: the page gets what was asked for.
  const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
  session.tell('Emulation.setDeviceMetricsOverride', metrics);
  const { windowId } = await root.send('Browser.getWindowForTarget', { targetId });
  const place = (bounds: object) => root.tell('Browser.setWindowBounds', { windowId, bounds });
  place({ windowState: isShown ? 'normal' : 'minimized' });
  if (isShown) place({ left, top, width, height });
}
