import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { contentSecurityPolicy } from './content-security-policy.ts';
import { soundResponse } from './sound-response.ts';

const scheme = 'app';
const host = 'whis';

/** Where the app's own pages live. */
export const origin = `${scheme}://${host}`;

/** Every file that a page can have; there is no way to another one. */
const files: Readonly<Record<string, string>> = {
  '/index.html': 'text/html; charset=utf-8',
  '/overlay.html': 'text/html; charset=utf-8',
  '/app.js': 'text/javascript; charset=utf-8',
  '/overlay.js': 'text/javascript; charset=utf-8',
  '/app.css': 'text/css; charset=utf-8',
  '/overlay.css': 'text/css; charset=utf-8',
  '/icon.png': 'image/png',
};

const safeHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Tells Electron of the scheme. To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/**
 * Serves the app's pages, and the sound of a session at `/audio/<id>`. `audioPath` gives a session's
 * file, or null.
 */
export function servePages(
  folder: string,
  audioPath: (id: string) => Promise<string | null>,
): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== host || request.method !== 'GET') return answer(null, 403);
    const [, sessionId] = /^\/audio\/([0-9a-f-]{36})$/.exec(url.pathname) ?? [];
    if (sessionId !== undefined) {
      const path = await audioPath(sessionId);
      return path === null
        ? answer(null, 404)
        : soundResponse(path, request.headers.get('range'), safeHeaders);
    }
    const type = Object.hasOwn(files, url.pathname) ? files[url.pathname] : undefined;
    if (type === undefined) return answer(null, 404);
    return answer(await readFile(join(folder, url.pathname)), 200, { 'content-type': type });
  });
}

function answer(
  body: Uint8Array<ArrayBuffer> | null,
  status: number,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers: { ...safeHeaders, ...headers } });
}
