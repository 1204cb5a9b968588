import type { Protocol } from '../chromium/connection.ts';
import { readyBrowser } from '../running.ts';
import { toChromium } from './scheme.ts';
import { defaultSession } from './session.ts';

type Name = Parameters<
  NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>
>[1];

interface Permission {
  readonly name: Name;
  readonly descriptor: Protocol.Browser.PermissionDescriptor;
  readonly media?: 'audio' | 'video';
}

/** Electron's names and Chromium's. */
const permissions: readonly Permission[] = [
  { name: 'media', media: 'audio', descriptor: { name: 'microphone' } },
  { name: 'media', media: 'video', descriptor: { name: 'camera' } },
  { name: 'notifications', descriptor: { name: 'notifications' } },
  { name: 'geolocation', descriptor: { name: 'geolocation' } },
  { name: 'midi', descriptor: { name: 'midi' } },
  { name: 'clipboard-read', descriptor: { name: 'clipboard-read' } },
  {
    name: 'clipboard-sanitized-write',
    descriptor: { name: 'clipboard-write', allowWithoutSanitization: false },
  },
];

/**
 * Asks the app's two handlers about every permission and gives Chromium their answers, which it
 * then enforces: both must agree. Chromium has no event for a single request.
 */
export async function applyPermissions(contents: Electron.WebContents, url: string): Promise<void> {
  const { protocol, host } = new URL(url);
  const origin = `${protocol}//${host}`;
  for (const permission of permissions) {
    const isGranted = await ask(contents, { permission, url, origin });
    await readyBrowser('permissions').connection.root.send('Browser.setPermission', {
      permission: permission.descriptor,
      setting: isGranted ? 'granted' : 'denied',
      origin: toChromium(origin),
    });
  }
}

async function ask(
  contents: Electron.WebContents,
  asked: { readonly permission: Permission; readonly url: string; readonly origin: string },
): Promise<boolean> {
  const { permission, url, origin } = asked;
  const { name, media } = permission;
  const { check, request } = defaultSession;
  const details = { isMainFrame: true, requestingUrl: url, securityOrigin: `${origin}/` };
  const checked = { ...details, ...(media && { mediaType: media }) };
  if (check && !check(contents, name, `${origin}/`, checked)) return false;
  const requested = { ...details, ...(media && { mediaTypes: [media] }) };
  // Without handlers Electron grants everything.
  if (!request) return true;
  return new Promise((resolve) => request(contents, name, resolve, requested));
}
