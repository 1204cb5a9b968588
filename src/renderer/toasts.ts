import { Cell } from './cell.ts';

/** A short message at the window's edge. */
export interface Toast {
  readonly id: number;
  readonly kind: 'said' | 'failed';
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** At most so many are shown at once. */
const most = 3;

/** The short messages that are shown now, oldest first. */
export class Toasts {
  readonly shown = new Cell<readonly Toast[]>([]);
  #count = 0;

  /** Tells something; `action` offers to take it back. */
  say(text: string, action: Toast['action'] = null): void {
    this.#show({ kind: 'said', text, action });
  }

  fail(text: string): void {
    this.#show({ kind: 'failed', text, action: null });
  }

  dismiss(id: number): void {
    this.shown.set(this.shown.value.filter((toast) => toast.id !== id));
  }

  /** Takes what was said away again. */
  take(text: string): void {
    this.shown.set(this.shown.value.filter((toast) => toast.text !== text));
  }

  #show(toast: Omit<Toast, 'id'>): void {
    const others = this.shown.value.filter(({ text }) => text !== toast.text);
    this.shown.set([...others, { ...toast, id: ++this.#count }].slice(-most));
  }
}
