import { app, session, type WebContents } from 'electron';

import { origin } from './scheme.ts';

/** What a page of ours may do with the machine: nothing. Recording is done by a process of its own. */
const allowed: ReadonlySet<string> = new Set();

/**
 * Closes every way out of the app's own pages: no other page, no window, no webview, no permission.
 * To be called before the first window is made.
 */
export function guardPages(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowed.has(permission)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission) => allowed.has(permission));
  defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

function guard(contents: WebContents): void {
  const stayHere = (event: { preventDefault(): void; url: string }) => {
    // Of our own pages each window has one, and keeps it.
    if (event.url !== contents.getURL() || !event.url.startsWith(`${origin}/`))
      event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
