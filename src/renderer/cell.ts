import { useLayoutEffect, useState } from 'preact/hooks';

/** One value that changes, and those who want to know. */
export class Cell<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  /** Hears every change from now on; the result ends it. */
  subscribe(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A part of a cell's value, in a component: it is drawn again when that part is another one. */
export function usePart<Value, Part>(cell: Cell<Value>, pick: (value: Value) => Part): Part {
  const [, draw] = useState<Part>(() => pick(cell.value));
  const part = pick(cell.value);
  useLayoutEffect(() => {
    const look = () => draw(() => pick(cell.value));
    look();
    return cell.subscribe(look);
    // The way to the part never changes while a component lives.
  }, [cell]);
  return part;
}

/** A cell's whole value, in a component. */
export function useCell<Value>(cell: Cell<Value>): Value {
  return usePart(cell, (value) => value);
}
