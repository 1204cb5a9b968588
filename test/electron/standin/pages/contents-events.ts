import { takes } from '../loud.ts';

type Navigation = [
  details: Electron.Event<Electron.WebContentsWillNavigateEventParams>,
  url: string,
];

/** What a page emits. */
export const contentsEvents = {
  destroyed: takes<[]>(),
  'did-finish-load': takes<[]>(),
  'did-navigate': takes<[event: Electron.Event, url: string, code: number, status: string]>(),
  'did-start-navigation': takes<[...Navigation, isInPlace: boolean, isMainFrame: boolean]>(),
  'preload-error': takes<[event: Electron.Event, preloadPath: string, error: Error]>(),
  'render-process-gone':
    takes<[event: Electron.Event, details: Electron.RenderProcessGoneDetails]>(),
  responsive: takes<[]>(),
  unresponsive: takes<[]>(),
  // There is no webview here: a test emits it.
  'will-attach-webview':
    takes<
      [event: Electron.Event, preferences: Electron.WebPreferences, params: Record<string, string>]
    >(),
  'will-navigate': takes<Navigation>(),
  'will-redirect': takes<Navigation>(),
};
