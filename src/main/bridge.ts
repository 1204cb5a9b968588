import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';

import type { Caller } from '../daemon/caller.ts';
import type { Daemon } from '../daemon/daemon.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import { windowChannels, type WindowMessage } from '../protocol/window.ts';
import type { AppMethods } from './app-methods.ts';
import { origin } from './scheme.ts';

/**
 * The one way from a window into the app. Who asks, from which page, and in which shape is checked
 * here and nowhere else; what a window may ask of the daemon, the daemon's door for windows knows.
 */
export class Bridge {
  readonly #daemon: Daemon;
  readonly #methods: AppMethods;
  readonly #callers = new Map<BrowserWindow, Caller>();

  constructor(daemon: Daemon, methods: AppMethods) {
    this.#daemon = daemon;
    this.#methods = methods;
    ipcMain.handle(windowChannels.call, (event, type: unknown, params: unknown) =>
      this.#answer(event, type, params),
    );
  }

  /** Lets a window in. What it has subscribed to ends with its page. */
  admit(window: BrowserWindow): void {
    const caller = callerOf(window);
    this.#callers.set(window, caller);
    const forget = () => this.#daemon.feed.unsubscribe(caller.hear);
    // A page that is loaded again subscribes anew.
    window.webContents.on('did-start-navigation', forget);
    window.webContents.on('render-process-gone', forget);
    window.on('closed', () => {
      forget();
      this.#callers.delete(window);
    });
  }

  /** Tells every window something. */
  tell(message: WindowMessage): void {
    for (const window of this.#callers.keys()) send(window, message);
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

  #callerOf({ sender, senderFrame }: IpcMainInvokeEvent): Caller {
    for (const [window, caller] of this.#callers) {
      const isPage = sender === window.webContents && senderFrame === sender.mainFrame;
      if (isPage && senderFrame?.origin === origin) return caller;
    }
    throw new WhisError('not_allowed', 'Only the app’s own pages may call.');
  }
}

function callerOf(window: BrowserWindow): Caller {
  return {
    door: 'window',
    hear: (event) => send(window, event),
    catchUp(events) {
      for (const event of events) send(window, event);
    },
    tell: () => {},
    // Nothing of a reply can come before it: it is awaited on the other side.
    afterReply: (work) => void setImmediate(work),
    keepUntil: () => {},
    onceGone: (work) => void window.once('closed', work),
  };
}

function send(window: BrowserWindow, message: WindowMessage): void {
  if (!window.isDestroyed() && !window.webContents.isDestroyed())
    window.webContents.send(windowChannels.message, message);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
