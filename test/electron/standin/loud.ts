import { EventEmitter } from 'node:events';

/**
 * Makes an object loud: what nobody has written in it throws by name, so that no test passes on an
 * `undefined`. Used in the preload's world as source text too, hence with nothing from outside.
 */
export function loud<T extends object>(name: string, target: T): T {
  // What Node, Playwright and assertions look up on anything.
  const lookedUp = new Set(['then', 'toJSON', 'inspect', 'domain', 'nodeType', 'asymmetricMatch']);
  return new Proxy(target, {
    get(_, key, receiver) {
      if (typeof key === 'symbol' || key in target || lookedUp.has(key)) {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`stand-in: ${name}.${key} is not stood in for`);
    },
  });
}

/** The arguments of an event, for the table of a class's events: a type, and no value. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller has to name it
export function takes<Args extends unknown[]>(): Args {
  return [] as unknown[] as Args;
}

/**
 * An emitter that is loud in its members and in its events: a listener for an event that never
 * comes here throws. The instances stay ordinary objects, so that `#private` and `===` work.
 */
export class LoudEmitter<Events extends Record<string, unknown[]>> extends EventEmitter<Events> {
  constructor(events: Events) {
    super();
    this.setMaxListeners(0);
    this.onListener((name) => {
      if (typeof name === 'symbol' || name.endsWith('Listener') || name in events) return;
      throw new Error(`stand-in: ${this.constructor.name} never emits ${name}`);
    });
  }

  /** Calls back with the name of the event whenever somebody begins to listen. */
  protected onListener(callback: (name: string | symbol) => void): void {
    EventEmitter.prototype.on.call(this, 'newListener', callback);
  }
}

// At the end of the chain, the proxy is only asked for what no class before it has.
Object.setPrototypeOf(
  LoudEmitter.prototype,
  new Proxy(EventEmitter.prototype, {
    get: (target, key, receiver: object) =>
      Reflect.get(loud(receiver.constructor.name, target), key, receiver) as unknown,
  }),
);

/** Passes a part of the stand-in off as Electron's own: what it lacks is loud. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the place decides on it
export function asElectron<T>(part: object): T {
  return part as T;
}
