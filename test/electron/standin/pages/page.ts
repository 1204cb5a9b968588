import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import type { Session } from '../chromium/connection.ts';
import { readyBrowser } from '../running.ts';
import { mainSource, preloadSource } from '../worlds/source.ts';

/** Electron's own name for the preload's world. */
export const isolatedWorld = 'Electron Isolated Context';

/** A page of Chromium's, with the preload in place and nothing loaded yet. */
export interface Page {
  readonly targetId: string;
  readonly session: Session;
  /** The function through which the preload's world talks to us. */
  readonly binding: string;
  /** The function through which we talk to the preload's world. */
  readonly inlet: string;
}

/** Opens a page in a window of its own; a preload that cannot be read throws. */
export async function openPage(
  { width, height }: Electron.Size,
  { preload, additionalArguments = [] }: Electron.WebPreferences,
): Promise<Page> {
  const { connection } = readyBrowser('BrowserWindow');
  const { targetId } = await connection.root.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  });
  const target = { targetId, flatten: true };
  const { sessionId } = await connection.root.send('Target.attachToTarget', target);
  const session = connection.session(sessionId);
  const name = () => `_${randomBytes(8).toString('hex')}`;
  const page = { targetId, session, binding: name(), inlet: name() };
  await session.send('Page.enable');
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  if (preload !== undefined) {
    const secret = name();
    const binding = { name: page.binding, executionContextName: isolatedWorld };
    await session.send('Runtime.addBinding', binding);
    // Scripts run in this order, and both before any of the page's.
    const add = (script: { readonly source: string; readonly worldName?: string }) =>
      session.send('Page.addScriptToEvaluateOnNewDocument', script);
    await add({ source: mainSource(secret) });
    const source = preloadSource(
      {
        secret,
        binding: page.binding,
        inlet: page.inlet,
        versions: { ...process.versions } as Record<string, string>,
        platform: process.platform,
        argv: [...process.argv.slice(0, 1), ...additionalArguments],
      },
      { text: readFileSync(preload, 'utf8'), url: pathToFileURL(preload).href },
    );
    await add({ source, worldName: isolatedWorld });
  }
  return page;
}
