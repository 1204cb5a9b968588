import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Page } from 'playwright';

const framesPerSecond = 8;

/** Takes a frame of a page again and again, at an even pace. */
export class Film {
  readonly #page: Page;
  readonly #folder: string;
  #frames = 0;
  #endAt = Infinity;
  #rolling: Promise<void> = Promise.resolve();

  constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
  }

  begin(): void {
    this.#rolling = this.#roll();
  }

  /** So many milliseconds from now. */
  async end(afterMs: number): Promise<void> {
    this.#endAt = Math.min(this.#endAt, performance.now() + afterMs);
    await this.#rolling;
  }

  /** Makes one moving picture of it. Throws with ffmpeg's own words. */
  save(path: string): void {
    const filter = [
      'scale=720:-1:flags=lanczos,split[one][other]',
      '[one]palettegen=max_colors=128[palette]',
      '[other][palette]paletteuse=dither=none',
    ].join(';');
    const input = ['-framerate', String(framesPerSecond), '-i', join(this.#folder, '%04d.png')];
    const options = ['-y', '-loglevel', 'error', ...input, '-vf', filter, path];
    const { status, stderr } = spawnSync('ffmpeg', options, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ffmpeg failed: ${stderr}`);
  }

  async #roll(): Promise<void> {
    const beganAt = performance.now();
    while (performance.now() < this.#endAt) {
      const name = `${String(this.#frames).padStart(4, '0')}.png`;
      await this.#page.screenshot({ path: join(this.#folder, name) });
      this.#frames += 1;
      const dueAt = beganAt + (this.#frames * 1000) / framesPerSecond;
      await wait(Math.max(0, dueAt - performance.now()));
    }
  }
}
