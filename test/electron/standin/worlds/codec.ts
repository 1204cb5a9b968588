/** Texts that keep what a structured clone keeps. */
export interface Codec {
  /** Throws Electron's own words for what cannot be cloned. */
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => unknown;
}

/** Runs in Node and, as source text, in the preload's world: nothing here may come from outside. */
export function makeCodec(): Codec {
  // What JSON has no word for is an array: its kind, then its content.
  type Text = string | number | boolean | null | readonly [kind: string, ...content: unknown[]];
  type Bytes = new (buffer: ArrayBuffer) => object;

  const views: Record<string, Bytes> = { Uint8Array, Int16Array, Float32Array, Float64Array };
  const errors: Record<string, ErrorConstructor> = { RangeError, SyntaxError, TypeError };
  const refuse = () => new Error('An object could not be cloned.');

  function encode(value: unknown): string {
    const seen = new Map<object, number>();
    const write = (value: unknown): Text => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value;
        case 'number':
          return Number.isFinite(value) ? value : ['number', String(value)];
        case 'undefined':
          return ['undefined'];
        case 'bigint':
          return ['bigint', String(value)];
        case 'function':
        case 'symbol':
          throw refuse();
        case 'object':
          return value === null ? null : writeObject(value);
      }
    };
    const writeObject = (value: object): Text => {
      const known = seen.get(value);
      if (known !== undefined) return ['again', known];
      seen.set(value, seen.size);
      if (Array.isArray(value)) return ['array', value.map(write)];
      if (value instanceof Date) return ['date', value.getTime()];
      if (value instanceof Map) return ['map', Array.from(value, (pair) => pair.map(write))];
      if (value instanceof Set) return ['set', Array.from(value, write)];
      if (value instanceof Error) return ['error', value.name, value.message, value.stack];
      if (value instanceof ArrayBuffer) return ['bytes', '', writeBytes(new Uint8Array(value))];
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        // Node's Buffer arrives as what it is underneath.
        const name = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
        if (!(name in views)) throw new Error(`stand-in: ${name} is not stood in for`);
        return ['bytes', name, writeBytes(bytes)];
      }
      if (Object.prototype.toString.call(value) !== '[object Object]') throw refuse();
      return ['object', Object.entries(value).map(([key, part]) => [key, write(part)])];
    };
    return JSON.stringify(write(value));
  }

  function decode(text: string): unknown {
    const seen: object[] = [];
    const keep = <T extends object>(value: T): T => {
      seen.push(value);
      return value;
    };
    const read = (text: unknown): unknown => {
      if (!Array.isArray(text)) return text;
      const [kind, content, more, stack] = text as [string, never, string, string];
      switch (kind) {
        case 'undefined':
          return undefined;
        case 'number':
          return Number(content);
        case 'bigint':
          return BigInt(content);
        case 'again':
          return seen[content];
        case 'date':
          return keep(new Date(content));
        case 'error': {
          const error = keep(new (errors[content] ?? Error)(more));
          return Object.defineProperty(error, 'stack', { value: stack });
        }
        case 'bytes': {
          const { buffer } = Uint8Array.from(atob(more), (letter) => letter.charCodeAt(0));
          return keep(content === '' ? buffer : new (views[content] as Bytes)(buffer));
        }
        default:
          return readMany(kind, content);
      }
    };
    const readMany = (kind: string, content: readonly unknown[]): unknown => {
      const pairs = content as ReadonlyArray<readonly [unknown, unknown]>;
      switch (kind) {
        case 'array': {
          const array = keep<unknown[]>([]);
          for (const one of content) array.push(read(one));
          return array;
        }
        case 'map': {
          const map = keep(new Map());
          for (const [key, part] of pairs) map.set(read(key), read(part));
          return map;
        }
        case 'set': {
          const set = keep(new Set());
          for (const one of content) set.add(read(one));
          return set;
        }
        case 'object': {
          const object = keep<Record<string, unknown>>({});
          for (const [key, part] of pairs) object[key as string] = read(part);
          return object;
        }
        default:
          throw new Error(`stand-in: no value is of the kind ${kind}`);
      }
    };
    return read(JSON.parse(text));
  }

  function writeBytes(bytes: Uint8Array): string {
    let letters = '';
    for (let start = 0; start < bytes.length; start += 0x8000) {
      letters += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(letters);
  }

  return { encode, decode };
}
