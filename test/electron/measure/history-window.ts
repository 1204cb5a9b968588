import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright';

import { makeHome } from '../home.ts';
import { launch, type Launched } from '../launch.ts';
import type { Measured } from './measured.ts';
import { trace } from './trace.ts';

// Run by `npm run bench -- history-window`: node history-window.ts ROUNDS FULL_HOME EMPTY_HOME, each home
// the folder of a test's home. Prints one line of JSON. It runs in a process of its own since the app's
// own types are not the bench's.

const [rounds = '30', fullHome = '', emptyHome = ''] = process.argv.slice(2);
const mainScript = join(import.meta.dirname, '../../../dist/main/main.mjs');
const pagesOfRows = 200;
const words = 'deba kilo mu';

const full = await open(fullHome, '.row-main');
const empty = await open(emptyHome, '.nothing');
try {
  const times = { full: [] as number[], empty: [] as number[] };
  for (let round = 0; round < Number(rounds); round += 1) {
    times.full.push(await paintTime(full.page));
    times.empty.push(await paintTime(empty.page));
  }
  const measured: Measured = {
    ...times,
    scroll: await trace(full.page, () => scroll(full.page)),
    search: await trace(full.page, () => search(full.page)),
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
} finally {
  await full.app.close();
  await empty.app.close();
}

async function open(home: string, selector: string): Promise<{ app: Launched; page: Page }> {
  await mkdir(join(home, 'state/whis/electron'), { recursive: true, mode: 0o700 });
  const state = JSON.stringify({ is_set_up: true });
  await writeFile(join(home, 'state/whis/electron/app.json'), state);
  const app = await launch(mainScript, { home, env: await makeHome(home) });
  const page = await app.page('/index.html');
  await page.locator(selector).first().waitFor();
  await watchFor(page, selector);
  return { app, page };
}

/** Loads the page anew; gives the time until what `selector` finds has been painted. */
async function paintTime(page: Page): Promise<number> {
  await page.reload();
  return page.evaluate(() => window.paintedAt);
}

/** In each page from now on: notes when what `selector` finds is painted first. */
async function watchFor(page: Page, selector: string): Promise<void> {
  await page.addInitScript((selector) => {
    window.paintedAt = new Promise((resolve) => {
      const look = () => {
        if (document.querySelector(selector) === null) return requestAnimationFrame(look);
        // What is there in this frame is painted when the next task begins.
        return requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      };
      requestAnimationFrame(look);
    });
  }, selector);
}

function scroll(page: Page): Promise<void> {
  return page.locator('.rows').evaluate(async (element, pages) => {
    for (let turn = 0; turn < pages; turn += 1) {
      element.scrollBy(0, element.clientHeight);
      await new Promise(requestAnimationFrame);
    }
  }, pagesOfRows);
}

async function search(page: Page): Promise<void> {
  await page.getByLabel('Search all dictations').pressSequentially(words);
  await page.locator('.row-main mark').first().waitFor();
}

declare global {
  interface Window {
    paintedAt: Promise<number>;
  }
}
