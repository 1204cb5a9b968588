import type { Caller } from './caller.ts';

/** The host itself as a caller: it hears of events through the feed. */
export const hostCaller: Caller = {
  door: 'host',
  hear: () => {},
  catchUp: () => {},
  tell: () => {},
  afterReply: (work) => work(),
  keepUntil: () => {},
  onceGone: () => {},
};
