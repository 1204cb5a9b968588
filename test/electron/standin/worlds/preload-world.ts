import type { FromPreload, ToPreload } from '../pages/ipc.ts';
import type { loud as makeLoud } from '../loud.ts';
import type { makeBridge } from './bridge.ts';
import type { makeCodec } from './codec.ts';

export interface PreloadSettings {
  /** The event by which the two worlds find each other. */
  readonly secret: string;
  /** The global through which it talks to the main process, and the one through which it hears. */
  readonly binding: string;
  readonly inlet: string;
  readonly versions: Record<string, string>;
  readonly platform: string;
  readonly argv: readonly string[];
}

/** The preload's own text, in a function with the names that Electron gives it. */
export type PreloadScript = (
  require: (name: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
) => void;

/** What comes with it into its world, where nothing can be imported. */
export interface PreloadTools {
  readonly bridge: typeof makeBridge;
  readonly codec: typeof makeCodec;
  readonly loud: typeof makeLoud;
}

/** Runs in the preload's world, as source text, after main-world.ts and before the page. */
export function preloadWorld(
  settings: PreloadSettings,
  tools: PreloadTools,
  script: PreloadScript,
): void {
  if (window.top !== window) return;
  type Listener = (event: object, ...args: unknown[]) => void;
  type Members =
    | 'invoke'
    | 'off'
    | 'on'
    | 'once'
    | 'removeAllListeners'
    | 'removeListener'
    | 'send';

  const { encode, decode } = tools.codec();
  const globals = globalThis as unknown as Record<string, (text: string) => void>;
  const post = (message: FromPreload) => globals[settings.binding]?.(JSON.stringify(message));
  const listeners = new Map<string, Listener[]>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;

  const ipcRenderer: Record<Members, unknown> = {
    send: (channel: string, ...args: unknown[]) =>
      post({ kind: 'send', channel, args: encode(args) }),
    invoke(channel: string, ...args: unknown[]) {
      const reply = Promise.withResolvers<unknown>();
      const id = ++lastId;
      try {
        post({ kind: 'invoke', id, channel, args: encode(args) });
        waiting.set(id, reply);
      } catch (error) {
        reply.reject(error);
      }
      return reply.promise;
    },
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return loudRenderer;
    },
    once(channel: string, listener: Listener) {
      const first: Listener = (...args) => {
        remove(channel, first);
        listener(...args);
      };
      listeners.set(channel, [...(listeners.get(channel) ?? []), first]);
      return loudRenderer;
    },
    off: remove,
    removeListener: remove,
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return loudRenderer;
    },
  };
  const loudRenderer: object = tools.loud('ipcRenderer', ipcRenderer);

  function remove(channel: string, listener: Listener): object {
    const others = (listeners.get(channel) ?? []).filter((other) => other !== listener);
    listeners.set(channel, others);
    return loudRenderer;
  }

  function hear(message: ToPreload): void {
    switch (message.kind) {
      case 'message': {
        const event = { sender: loudRenderer, ports: [] };
        const args = decode(message.args) as unknown[];
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args);
        return;
      }
      case 'result':
        waiting.get(message.id)?.resolve(decode(message.value));
        waiting.delete(message.id);
        return;
      case 'refusal':
        waiting.get(message.id)?.reject(new Error(message.reason));
        waiting.delete(message.id);
    }
  }
  Object.assign(globalThis, { [settings.inlet]: hear });

  const take = (event: Event) => {
    event.stopImmediatePropagation();
    const channel = (event as MouseEvent).relatedTarget as EventTarget;
    const bridge = tools.bridge({ channel, here: 'to-preload', there: 'to-main' });
    const electron = tools.loud('electron in a preload', {
      contextBridge: tools.loud('contextBridge', { exposeInMainWorld: bridge.expose }),
      ipcRenderer: loudRenderer,
    });
    const require = (name: string): unknown => {
      if (name === 'electron' || name === 'electron/renderer') return electron;
      throw new Error(`module not found: ${name}`);
    };
    const { versions, platform, argv } = settings;
    const process = { versions, platform, argv, env: {}, type: 'renderer', sandboxed: true };
    const module = { exports: {} };
    try {
      script(require, module, module.exports, tools.loud('process', process));
    } catch (error) {
      post({ kind: 'failure', error: encode(error) });
      // As Electron: the page goes on without its preload, and its console says why.
      console.error('Unable to load preload script', error);
    }
  };
  window.addEventListener(settings.secret, take, { once: true });
  window.dispatchEvent(new Event(`${settings.secret}?`));
}
