import type { BrowserWindow } from 'electron';

import type { Caller } from '../daemon/caller.ts';
import type { WhisEvent } from '../protocol/events.ts';
import { windowChannels, type WindowMessage } from '../protocol/window.ts';

/** The page of a window, as the daemon sees it. */
export class PageCaller implements Caller {
  readonly door = 'window';
  readonly #window: BrowserWindow;
  #whenGone: (() => void)[] = [];

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  readonly hear = (event: WhisEvent): void => this.send(event);

  catchUp(events: readonly WhisEvent[]): void {
    for (const event of events) this.send(event);
  }

  /** Nothing that a window may ask tells what is no event. */
  tell(): void {}

  /** Nothing of a reply can come before it: it is awaited on the other side. */
  afterReply(work: () => void): void {
    setImmediate(work);
  }

  /** A window stays until somebody closes it. */
  keepUntil(): void {}

  onceGone(work: () => void): void {
    this.#whenGone.push(work);
  }

  send(message: WindowMessage): void {
    if (this.#window.isDestroyed() || this.#window.webContents.isDestroyed()) return;
    this.#window.webContents.send(windowChannels.message, message);
  }

  /** This page has gone; the window may get another one. */
  gone(): void {
    const works = this.#whenGone;
    this.#whenGone = [];
    for (const work of works) work();
  }
}
