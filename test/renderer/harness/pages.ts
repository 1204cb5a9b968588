import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import type { WindowCall } from '../../../src/protocol/window.ts';
import { build } from '../../fixtures/built.ts';
import { launchBrowser, openPage, type Sight } from './open-page.ts';
import type { Scene } from './scene.ts';

/**
 * Opens pages for the tests of a file: each is closed with its test, which fails if the page has
 * complained of anything.
 */
export function usePages(): (scene: Scene, sight?: Sight) => Promise<Page> {
  let browser: Browser;
  const open: { page: Page; complaints: string[] }[] = [];
  beforeAll(async () => {
    build();
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const { page, complaints } of open.splice(0)) {
      await page.context().close();
      expect(complaints).toEqual([]);
    }
  });
  afterAll(() => browser.close());
  return async (scene, sight) => {
    const opened = await openPage(browser, scene, sight);
    open.push(opened);
    return opened.page;
  };
}

/** What the page has asked of one kind, in order. */
export function callsOf(page: Page, wanted: WindowCall): Promise<unknown[]> {
  return page.evaluate(
    (type) => window.fake.calls.filter(([one]) => one === type).map(([, params]) => params),
    wanted,
  );
}

/** What has the focus, as a screen reader would begin to name it. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    const label = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    return label.replace(/\s+/g, ' ').trim();
  });
}
