import type { Session } from '../chromium/connection.ts';
import type { FromPreload, ToPreload } from './ipc.ts';
import { isolatedWorld, type Page } from './page.ts';

type Listener = (message: FromPreload, frameId: string, reply: (reply: ToPreload) => void) => void;

/** The line between the preloads of a page and the main process. */
export class Line {
  readonly #session: Session;
  readonly #inlet: string;
  /** The preload's worlds: the frame's id by the world's. */
  readonly #worlds = new Map<number, string>();

  constructor({ session, binding, inlet }: Page, listener: Listener) {
    this.#session = session;
    this.#inlet = inlet;
    session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
      const { frameId } = auxData as { readonly frameId: string };
      if (name === isolatedWorld) this.#worlds.set(id, frameId);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#worlds.delete(executionContextId);
    });
    session.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== binding) return;
      const frameId = this.#worlds.get(executionContextId) ?? '';
      const reply = (reply: ToPreload) => this.#deliver(executionContextId, reply);
      listener(JSON.parse(payload) as FromPreload, frameId, reply);
    });
  }

  /** Sends to the preload of a frame. While there is none to hear it, Electron drops it too. */
  send(frameId: string, message: ToPreload): void {
    for (const [world, owner] of this.#worlds) {
      if (owner === frameId) this.#deliver(world, message);
    }
  }

  #deliver(executionContextId: number, message: ToPreload): void {
    this.#session.tell('Runtime.callFunctionOn', {
      executionContextId,
      functionDeclaration: `(message) => globalThis[${JSON.stringify(this.#inlet)}](message)`,
      arguments: [{ value: message }],
      silent: true,
    });
  }
}
