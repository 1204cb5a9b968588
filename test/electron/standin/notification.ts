import { LoudEmitter, takes } from './loud.ts';
import { PreventableEvent } from './event.ts';

export const notificationEvents = {
  click: takes<[event: Electron.Event]>(),
  close: takes<[event: Electron.Event]>(),
  failed: takes<[event: Electron.Event, error: string]>(),
  show: takes<[event: Electron.Event]>(),
};

type Members = 'body' | 'close' | 'show' | 'silent' | 'title';

/** A message that nobody draws. The test that clicks it knows it from the launcher's hook. */
export class Notification
  extends LoudEmitter<typeof notificationEvents>
  implements Pick<Electron.Notification, Members>
{
  title: string;
  body: string;
  silent: boolean;
  #isShown = false;

  constructor({ title = '', body = '', silent = false }: Electron.NotificationConstructorOptions) {
    super(notificationEvents);
    this.title = title;
    this.body = body;
    this.silent = silent;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.#isShown = true;
    queueMicrotask(() => this.emit('show', new PreventableEvent()));
  }

  close(): void {
    if (this.#isShown) this.emit('close', new PreventableEvent());
    this.#isShown = false;
  }
}
