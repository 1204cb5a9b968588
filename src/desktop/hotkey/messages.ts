/** What the process that hears the keys tells; it is told a `Combination`, once. No key but the shortcut leaves it. */
export type ListenerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'pressed' };
