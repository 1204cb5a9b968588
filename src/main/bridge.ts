import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';

import type { Daemon } from '../daemon/daemon.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import { isFields } from '../protocol/fields.ts';
import { windowChannels, type WindowMessage } from '../protocol/window.ts';
import type { AppMethods } from './app-methods.ts';
import { PageCaller } from './page-caller.ts';
import { origin } from './scheme.ts';

/**
 * The one way from a window into the app. Who asks, from which page, and in which shape is checked
 * here and nowhere else; what a window may ask of the daemon, the daemon's door for windows knows.
 */
export class Bridge {
  readonly #daemon: Daemon;
  readonly #methods: AppMethods;
  readonly #callers = new Map<BrowserWindow, PageCaller>();

  constructor(daemon: Daemon, methods: AppMethods) {
    this.#daemon = daemon;
    this.#methods = methods;
    ipcMain.handle(windowChannels.call, (event, type: unknown, params: unknown) =>
      this.#answer(event, type, params),
    );
  }

  /** Lets a window in. What its page has asked to hear ends with that page. */
  admit(window: BrowserWindow): void {
    const caller = new PageCaller(window);
    this.#callers.set(window, caller);
    const forget = () => {
      this.#daemon.feed.unsubscribe(caller.hear);
      caller.gone();
    };
    // Of the main frame, once another page is there: one that was refused changes nothing.
    window.webContents.on('did-navigate', forget);
    window.webContents.on('render-process-gone', forget);
    window.on('closed', () => {
      forget();
      this.#callers.delete(window);
    });
  }

  /** Tells every window something. */
  tell(message: WindowMessage): void {
    for (const caller of this.#callers.values()) caller.send(message);
  }

  close(): void {
    ipcMain.removeHandler(windowChannels.call);
  }

  async #answer(event: IpcMainInvokeEvent, type: unknown, params: unknown): Promise<object> {
    try {
      const caller = this.#callerOf(event);
      if (typeof type !== 'string' || !isFields(params)) {
        throw new WhisError('invalid_request', 'A call has a type and an object of fields.');
      }
      const method = this.#methods.find(type);
      if (method) return await method(params);
      return { ...(await this.#daemon.call(caller, type, params)) };
    } catch (thrown) {
      const { code, message } = asWhisError(thrown);
      return { type: 'error', code, message };
    }
  }

  #callerOf({ sender, senderFrame }: IpcMainInvokeEvent): PageCaller {
    for (const [window, caller] of this.#callers) {
      const isPage = sender === window.webContents && senderFrame === sender.mainFrame;
      if (isPage && senderFrame?.origin === origin) return caller;
    }
    throw new WhisError('not_allowed', 'Only the app’s own pages may call.');
  }
}
