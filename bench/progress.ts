const width = 24;

/** A bar on standard error that says how far the run is; nothing where nobody would see it. */
export class Progress {
  readonly #isShown = process.stderr.isTTY;

  /** `done` goes from 0 to 1. */
  show(text: string, done: number): void {
    if (!this.#isShown) return;
    const filled = Math.round(done * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    process.stderr.write(
      `\r\u001b[K${bar} ${String(Math.floor(done * 100)).padStart(3)} %  ${text}`,
    );
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\u001b[K');
  }
}
