import type { WindowApi } from '../protocol/window.ts';

declare global {
  interface Window {
    /** The slit to the app: what the preload exposes. */
    readonly whis: WindowApi;
  }
}
