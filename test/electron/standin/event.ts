/** What Electron hands to listeners: they may refuse. */
export class PreventableEvent implements Electron.Event {
  #isPrevented = false;

  get defaultPrevented(): boolean {
    return this.#isPrevented;
  }

  preventDefault(): void {
    this.#isPrevented = true;
  }
}
