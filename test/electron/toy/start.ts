import { join } from 'node:path';

import { test as base, expect, type Page } from 'playwright/test';

import { isReal } from '../home.ts';
import { launch, type Launched, type LaunchOptions } from '../launch.ts';

/** What the toy's preload exposes. */
export interface Toy {
  echo(value: unknown): Promise<unknown>;
  echoFunction(): Promise<unknown>;
  fail(): Promise<never>;
  who(): Promise<Record<string, unknown>>;
  double(number: number): Promise<{ doubled: number }>;
  count(): void;
  counted(): Promise<number>;
  onTick(listener: (tick: number) => void): () => void;
  tick(times: number): void;
  add(a: number, b: number): number;
  throwing(): never;
  thing(): { size: number };
  callBack<T>(callback: (given: { date: Date; add: (n: number) => number }) => T): T;
  readonly info: { readonly list: readonly [number, { readonly deep: boolean }] };
}

declare global {
  interface Window {
    toy: Toy;
    atFirst: string;
    firstNames: string[];
    inline?: boolean;
  }
}

/** The toy app with its window loaded. */
export interface Started {
  readonly toy: Launched;
  readonly page: Page;
}

interface Fixtures {
  /** Starts the toy, as often as a test wants; each is closed at its end. */
  readonly start: (options?: LaunchOptions) => Promise<Started>;
}

/** Playwright's test, which can start the toy. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants to see that it needs nothing
  start: async ({}, use) => {
    const started: Launched[] = [];
    await use(async (options) => {
      const toy = await launch(join(import.meta.dirname, 'main.js'), options);
      started.push(toy);
      const page = await toy.firstWindow();
      await isLoaded(page);
      return { toy, page };
    });
    for (const toy of started) await toy.close();
  },
});

export { expect, isReal };

/** Waits for the page and its API. Playwright's own way evaluates a text, which the policy forbids. */
export async function isLoaded(page: Page): Promise<void> {
  const isThere = () => document.readyState === 'complete' && 'toy' in window;
  await expect.poll(() => page.evaluate(isThere).catch(() => false)).toBe(true);
}
