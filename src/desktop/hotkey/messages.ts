import type { KeySignal } from './press.ts';

/**
 * What the process that hears the keys tells; it is told a `KeyOrder`, once. No key but those that it
 * was told to listen for leaves it.
 */
export type ListenerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'key'; readonly signal: KeySignal };
