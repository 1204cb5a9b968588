import type { Session } from '../chromium/connection.ts';
import { Frame } from './frame.ts';
import { toApp } from './scheme.ts';

/** The frames of a page, by Chromium's ids. */
export class Frames {
  readonly #main: Frame;
  readonly #frames = new Map<string, Frame>();

  /** Begins with the main frame and follows the page from now on. */
  constructor(session: Session, mainId: string, main: Frame) {
    this.#main = main;
    this.#frames.set(mainId, main);
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#frames.set(frameId, new Frame(this.get(parentFrameId) ?? this.#main));
    });
    session.on('Page.frameDetached', ({ frameId }) => {
      this.get(frameId)?.detach();
      this.#frames.delete(frameId);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => this.#move(frameId, url));
    session.on('Page.frameNavigated', ({ frame: { id, url, urlFragment = '' } }) =>
      this.#move(id, url + urlFragment),
    );
  }

  get(id: string): Frame | null {
    return this.#frames.get(id) ?? null;
  }

  #move(id: string, url: string): void {
    const frame = this.get(id);
    if (frame) frame.url = toApp(url);
  }
}
