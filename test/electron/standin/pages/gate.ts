import type { Protocol, Session } from '../chromium/connection.ts';
import { PreventableEvent } from '../event.ts';
import { asElectron } from '../loud.ts';
import type { WebContents } from './contents.ts';
import type { Page } from './page.ts';
import { applyPermissions } from './permissions.ts';
import { answerRequest } from './requests.ts';
import { isOwn, toApp, toChromium } from './scheme.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** Where a page may go: asks the app's listeners, and has answered what passes. */
export class Gate {
  onOpen: OpenHandler | undefined;
  readonly #contents: WebContents;
  /** What the app itself has asked for: no listener may refuse that. */
  readonly #ownLoads = new Set<string>();

  constructor(contents: WebContents) {
    this.#contents = contents;
  }

  /** Notes that the app itself loads a URL; gives it as Chromium has it. */
  admit(url: string): string {
    const admitted = new URL(toChromium(url));
    this.#ownLoads.add(withoutHash(admitted.href));
    return admitted.href;
  }

  /** Watches a page from now on. */
  watch({ session, targetId }: Page): void {
    session.on('Fetch.requestPaused', (paused) => void this.#request(session, paused));
    session.on('Page.windowOpen', (opened) => this.#open(opened));
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === targetId) this.#start(url, true);
    });
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      // Of what it cannot load itself (mailto: and the like), Chromium makes no request.
      if (frameId !== targetId || /^(https?|javascript|blob|data):/.test(url)) return;
      this.#start(url, false);
      if (this.#isRefused('will-navigate', url)) session.tell('Page.stopLoading');
    });
  }

  async #request(session: Session, paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, resourceType, frameId, redirectedRequestId, request } = paused;
    const url = toApp(request.url);
    if (resourceType === 'Document' && frameId === this.#contents.targetId) {
      const isRedirect = redirectedRequestId !== undefined;
      if (!isRedirect) this.#start(request.url, false);
      // A reload that Playwright asks for looks like one of the page's own, and passes.
      const isAdmitted =
        this.#ownLoads.delete(request.url) || url === withoutHash(this.#contents.getURL());
      const name = isRedirect ? 'will-redirect' : 'will-navigate';
      if (!isAdmitted && this.#isRefused(name, request.url)) {
        // The old document stays.
        session.tell('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      if (isOwn(url)) await applyPermissions(asElectron(this.#contents), url);
    }
    await answerRequest(session, paused);
  }

  /** Says that a navigation begins, before anybody may refuse it. */
  #start(url: string, isSameDocument: boolean): void {
    const event = this.#describe(url, isSameDocument);
    this.#contents.emit('did-start-navigation', event, event.url, isSameDocument, true);
  }

  #isRefused(name: 'will-navigate' | 'will-redirect', url: string): boolean {
    const event = this.#describe(url, false);
    this.#contents.emit(name, event, event.url);
    return event.defaultPrevented;
  }

  #describe(
    url: string,
    isSameDocument: boolean,
  ): Electron.Event<Electron.WebContentsWillNavigateEventParams> {
    const frame = asElectron<Electron.WebFrameMain>(this.#contents.mainFrame);
    const details = { url: toApp(url), isSameDocument, isMainFrame: true, frame, initiator: frame };
    return Object.assign(new PreventableEvent(), details);
  }

  #open({ url, windowName, windowFeatures }: Protocol.Page.windowOpenPayload): void {
    const { action } = this.onOpen?.({
      url: toApp(url),
      frameName: windowName === '_blank' ? '' : windowName,
      features: windowFeatures.join(','),
      disposition: 'new-window',
      referrer: { url: '', policy: 'strict-origin-when-cross-origin' },
    }) ?? { action: 'allow' };
    if (action === 'allow') throw new Error('stand-in: opening windows is not stood in for');
  }
}

function withoutHash(url: string): string {
  return url.replace(/#.*/, '');
}
