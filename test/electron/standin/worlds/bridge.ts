/** One end of the way between the preload's world and the page's. */
export interface Bridge {
  /** Puts the API on the page's `window`. Throws when there is something of that name. */
  readonly expose: (key: string, api: unknown) => void;
}

/** How the two worlds find each other's end. */
export interface BridgeEnd {
  /** Hidden from the page. Blink clones the `detail` of an event on it from one world to the other. */
  readonly channel: EventTarget;
  /** The event that this end listens to, and the one that the other end does. */
  readonly here: string;
  readonly there: string;
}

/**
 * `contextBridge`: values are copied without their prototypes, functions and promises go as numbers
 * and come out as functions and promises. An event is synchronous, and so is a call. Runs in both
 * worlds as source text: nothing here may come from outside.
 */
export function makeBridge({ channel, here, there }: BridgeEnd): Bridge {
  type Func = (...args: unknown[]) => unknown;
  type Settle = (value: unknown) => void;
  type Key = string | number;
  interface Packed {
    readonly value: unknown;
    readonly holes: ReadonlyArray<
      readonly [path: readonly Key[], kind: 'function' | 'promise', id: number]
    >;
  }
  type Message =
    | { readonly kind: 'call'; readonly id: number; readonly target: number; readonly args: Packed }
    | { readonly kind: 'expose'; readonly id: number; readonly key: string; readonly api: Packed }
    | {
        readonly kind: 'return' | 'throw' | 'resolve' | 'reject';
        readonly id: number;
        readonly result: Packed;
      };

  const functions = new Map<number, Func>();
  const settlers = new Map<number, Record<'resolve' | 'reject', Settle>>();
  const returned = new Map<number, Message & { readonly result: Packed }>();
  let lastId = 0;

  const post = (detail: Message) => channel.dispatchEvent(new CustomEvent(there, { detail }));

  function pack(packed: unknown): Packed {
    const holes: Array<Packed['holes'][number]> = [];
    const seen = new Map<object, unknown>();
    const copy = (value: unknown, path: readonly Key[]): unknown => {
      if (typeof value === 'function') {
        functions.set(++lastId, value as Func);
        holes.push([path, 'function', lastId]);
        return undefined;
      }
      if (typeof value !== 'object' || value === null) return structuredClone(value);
      if (value instanceof Promise) {
        const id = ++lastId;
        holes.push([path, 'promise', id]);
        value.then(
          (result) => post({ kind: 'resolve', id, result: pack(result) }),
          (error) => post({ kind: 'reject', id, result: pack(error) }),
        );
        return undefined;
      }
      const isPlain = Object.prototype.toString.call(value) === '[object Object]';
      if (!isPlain && !Array.isArray(value)) return structuredClone(value);
      if (seen.has(value)) return seen.get(value);
      const copied: Record<Key, unknown> | unknown[] = isPlain ? {} : [];
      seen.set(value, copied);
      for (const [key, part] of Object.entries(value)) {
        Object.assign(copied, { [key]: copy(part, [...path, key]) });
      }
      return copied;
    };
    return { value: copy(packed, []), holes };
  }

  function unpack({ value, holes }: Packed): unknown {
    const root = { value };
    for (const [path, kind, id] of holes) {
      const whole = kind === 'function' ? (...args: unknown[]) => call(id, args) : promise(id);
      const keys = ['value', ...path];
      const last = keys.pop() as Key;
      const owner = keys.reduce<unknown>((at, key) => (at as Record<Key, unknown>)[key], root);
      (owner as Record<Key, unknown>)[last] = whole;
    }
    return root.value;
  }

  function promise(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => settlers.set(id, { resolve, reject }));
  }

  /** Asks the other world, whose answer is there when the event has been dispatched. */
  function ask(message: Message): unknown {
    post(message);
    const answer = returned.get(message.id);
    returned.delete(message.id);
    if (!answer) throw new Error('stand-in: the other world does not answer');
    const result = unpack(answer.result);
    if (answer.kind === 'throw') throw result;
    return result;
  }

  function call(target: number, args: readonly unknown[]): unknown {
    return ask({ kind: 'call', id: ++lastId, target, args: pack(args) });
  }

  function reply(id: number, work: () => unknown): void {
    try {
      post({ kind: 'return', id, result: pack(work()) });
    } catch (error) {
      post({ kind: 'throw', id, result: pack(error) });
    }
  }

  function put(key: string, api: unknown): void {
    if (key in globalThis) {
      throw new Error('Cannot bind an API on top of an existing property on the window object');
    }
    Object.defineProperty(globalThis, key, { value: freeze(api), enumerable: true });
  }

  function freeze(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    if (!Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  }

  channel.addEventListener(here, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    const { id } = message;
    switch (message.kind) {
      case 'call': {
        const target = functions.get(message.target) as Func;
        reply(id, () => target(...(unpack(message.args) as unknown[])));
        return;
      }
      case 'expose':
        reply(id, () => put(message.key, unpack(message.api)));
        return;
      case 'return':
      case 'throw':
        returned.set(id, message);
        return;
      case 'resolve':
      case 'reject':
        settlers.get(id)?.[message.kind](unpack(message.result));
        settlers.delete(id);
    }
  });

  return {
    expose: (key, api) => void ask({ kind: 'expose', id: ++lastId, key, api: pack(api) }),
  };
}
