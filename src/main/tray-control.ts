import type { Host } from '../core/ports.ts';
import type { Daemon } from '../daemon/daemon.ts';
import { hostCaller } from '../daemon/host-caller.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import type { RequestType } from '../protocol/requests.ts';
import { TrayIcon } from './tray.ts';
import type { TrayActions } from './tray-menu.ts';

/** How many texts the tray's menu offers. */
const latestCount = 5;

/** Events after which the tray shows something else. */
const changesTray: ReadonlySet<WhisEvent['event']> = new Set([
  'state_changed',
  'session_done',
  'session_deleted',
  'session_restored',
  'settings_changed',
  'hotkey_lost',
]);

/** The tray icon and the daemon: it shows what is true, and asks for what is clicked. */
export class TrayControl {
  readonly #daemon: Daemon;
  readonly #notify: Host['notify'];
  readonly #icon: TrayIcon;
  /** Whether it is about to be drawn anew. */
  #isStale = false;
  #isClosed = false;

  constructor({
    daemon,
    notify,
    actions,
    ...icon
  }: {
    daemon: Daemon;
    notify: Host['notify'];
    /** What the app itself does. */
    actions: Pick<TrayActions, 'open' | 'quit'>;
    assets: string;
    platform: string;
    hasDarkBar: boolean;
  }) {
    this.#daemon = daemon;
    this.#notify = notify;
    this.#icon = new TrayIcon({
      ...icon,
      actions: {
        toggle: () => void this.#ask('toggle'),
        cancel: () => void this.#ask('cancel_session'),
        pause: () => void this.#ask('pause'),
        resume: () => void this.#ask('resume'),
        copy: (id) => void this.#ask('deliver_session', { session_id: id, output: ['clipboard'] }),
        ...actions,
      },
    });
  }

  /** Draws it anew when an event is one that it shows. */
  follow({ event }: WhisEvent): void {
    if (changesTray.has(event)) this.refresh();
  }

  /** Draws it anew soon, once for all that happens meanwhile. */
  refresh(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    setImmediate(() => void this.#draw());
  }

  close(): void {
    this.#isClosed = true;
    this.#icon.close();
  }

  async #draw(): Promise<void> {
    this.#isStale = false;
    // The daemon is let go of once the icon has gone.
    if (this.#isClosed) return;
    const query = { status: 'done', limit: latestCount };
    const reply = await this.#daemon.call(hostCaller, 'list_sessions', query);
    if (this.#isClosed || reply.type !== 'session_list') return;
    this.#icon.show(this.#daemon.status(), reply.sessions);
  }

  /** What a click asks for; a refusal is notified, since nobody reads a log. */
  async #ask(type: RequestType, fields: object = {}): Promise<void> {
    try {
      await this.#daemon.call(hostCaller, type, fields);
    } catch (thrown) {
      const { code, message: body } = asWhisError(thrown);
      // That was an event, too, and is notified as one.
      if (code === 'microphone_unavailable') return;
      this.#notify({ kind: 'failure', title: 'That did not work', body });
    }
  }
}
