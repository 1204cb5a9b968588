import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';
import { chromium, type Browser, type Page, type Route } from 'playwright';

import { bytesOfFrame, wavHeader } from '../../../src/core/wav.ts';
import { contentSecurityPolicy } from '../../../src/main/content-security-policy.ts';
import { readRange } from '../../../src/main/sound-response.ts';
import { dist } from '../../fixtures/built.ts';
import { speakTones } from '../../fixtures/tones.ts';
import type { Scene } from './scene.ts';

const origin = 'https://whis.test';
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
};

/** How a page is looked at. */
export interface Sight {
  readonly file?: 'index.html' | 'overlay.html';
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** Starts Debian's Chromium. Who starts it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  });
}

/**
 * Opens a built page as the app serves it, with the same policy, and behind it an app that plays a
 * scene. What the page should not have said (an error, a refusal of the policy) is in `complaints`.
 */
export async function openPage(
  browser: Browser,
  scene: Scene,
  {
    file = 'index.html',
    width = 1100,
    height = 760,
    colorScheme = 'light',
    reducedMotion = 'no-preference',
  }: Sight = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion,
    locale: 'en-GB',
    deviceScaleFactor: 2,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text());
  });
  await page.addInitScript(`window.scene = ${JSON.stringify(scene)};\n${await fakeScript()}`);
  await page.route(`${origin}/**`, serve);
  await page.goto(`${origin}/${file}`);
  return { page, complaints };
}

async function serve(route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname.startsWith('/audio/')) return serveSound(route);
  const ending = pathname.split('.').at(-1) ?? '';
  const body = await readFile(join(dist, 'renderer', pathname));
  const headers = { 'content-security-policy': contentSecurityPolicy };
  await route.fulfill({ body, headers, contentType: types[ending] ?? 'text/plain' });
}

/** A player seeks by asking for a range of bytes: without an answer to that it cannot. */
async function serveSound(route: Route): Promise<void> {
  const samples = speakTones('three seconds of tones');
  const wav = Buffer.concat([wavHeader(samples.byteLength), bytesOfFrame(samples)]);
  const asked = await route.request().headerValue('range');
  const { from, to } = readRange(asked ?? 'bytes=0-', wav.length) ?? { from: 0, to: 0 };
  await route.fulfill({
    status: 206,
    body: wav.subarray(from, to + 1),
    headers: {
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${from}-${to}/${wav.length}`,
    },
  });
}

let script: Promise<string> | null = null;

function fakeScript(): Promise<string> {
  script ??= build({
    entryPoints: [join(import.meta.dirname, 'fake-whis.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome140',
  }).then(({ outputFiles: [file] }) => file?.text ?? '');
  return script;
}
