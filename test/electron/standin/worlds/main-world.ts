import type { makeBridge } from './bridge.ts';

/**
 * Runs in the page's world, as source text, before any script of the page's, and leaves no global
 * behind. `relatedTarget` is the one thing that crosses to the preload's world by reference.
 */
export function mainWorld(secret: string, bridge: typeof makeBridge): void {
  if (window.top !== window) return;
  const channel = new EventTarget();
  bridge({ channel, here: 'to-main', there: 'to-preload' });
  const offer = () => window.dispatchEvent(new MouseEvent(secret, { relatedTarget: channel }));
  window.addEventListener(`${secret}?`, offer, { once: true });
}
