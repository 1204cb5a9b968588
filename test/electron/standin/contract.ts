import type { appEvents } from './app-events.ts';
import type { notificationEvents } from './notification.ts';
import type { contentsEvents } from './pages/contents-events.ts';
import type { windowEvents } from './pages/window-events.ts';
import type { screenEvents } from './screen.ts';
import type { trayEvents } from './tray.ts';
import type { utilityProcessEvents } from './utility-process.ts';

// Compiled and never run. Members are held to Electron's definitions where they are written
// (`implements`, `Pick`); what events hand over is held here: a listener that takes what the
// stand-in gives must be one that Electron would call.

type Listeners<Events extends Record<string, unknown[]>> = {
  readonly [Name in keyof Events]: (...args: Events[Name]) => void;
};

/** An instance of Electron's, and listeners for what the stand-in emits in its place. */
interface Pair<Real, Events extends Record<string, unknown[]>> {
  readonly real: Real;
  readonly heard: Listeners<Events>;
}

/** Every event with arguments. */
export function holdEvents({
  app,
  contents,
  window,
  tray,
  notification,
  screen,
  child,
}: {
  readonly app: Pair<Electron.App, typeof appEvents>;
  readonly contents: Pair<Electron.WebContents, typeof contentsEvents>;
  readonly window: Pair<Electron.BrowserWindow, typeof windowEvents>;
  readonly tray: Pair<Electron.Tray, typeof trayEvents>;
  readonly notification: Pair<Electron.Notification, typeof notificationEvents>;
  readonly screen: Pair<Electron.Screen, typeof screenEvents>;
  readonly child: Pair<Electron.UtilityProcess, typeof utilityProcessEvents>;
}): void {
  app.real.on('activate', app.heard.activate);
  app.real.on('before-quit', app.heard['before-quit']);
  app.real.on('child-process-gone', app.heard['child-process-gone']);
  app.real.on('quit', app.heard.quit);
  app.real.on('second-instance', app.heard['second-instance']);
  app.real.on('web-contents-created', app.heard['web-contents-created']);
  app.real.on('will-quit', app.heard['will-quit']);
  contents.real.on('did-navigate', contents.heard['did-navigate']);
  contents.real.on('did-start-navigation', contents.heard['did-start-navigation']);
  contents.real.on('preload-error', contents.heard['preload-error']);
  contents.real.on('render-process-gone', contents.heard['render-process-gone']);
  contents.real.on('will-attach-webview', contents.heard['will-attach-webview']);
  contents.real.on('will-navigate', contents.heard['will-navigate']);
  contents.real.on('will-redirect', contents.heard['will-redirect']);
  window.real.on('close', window.heard.close);
  tray.real.on('click', tray.heard.click);
  tray.real.on('double-click', tray.heard['double-click']);
  tray.real.on('right-click', tray.heard['right-click']);
  notification.real.on('click', notification.heard.click);
  notification.real.on('close', notification.heard.close);
  notification.real.on('failed', notification.heard.failed);
  screen.real.on('display-added', screen.heard['display-added']);
  screen.real.on('display-metrics-changed', screen.heard['display-metrics-changed']);
  screen.real.on('display-removed', screen.heard['display-removed']);
  child.real.on('error', child.heard.error);
  child.real.on('exit', child.heard.exit);

  // @ts-expect-error Electron hands over the exit code as a number
  app.real.on('quit', (_event: Electron.Event, code: string) => code);
  // @ts-expect-error a member of the stand-in must be what Electron's is
  ({ readText: () => '' }) satisfies Pick<Electron.Clipboard, 'readText'>;
  // @ts-expect-error and must be one that Electron has
  'getTrays' satisfies keyof Electron.App;
}
