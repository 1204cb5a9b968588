import { nativeImage } from './image.ts';
import { LoudEmitter, takes } from './loud.ts';

type Clicked = [event: Electron.KeyboardEvent, bounds: Electron.Rectangle];

export const trayEvents = {
  click: takes<[...Clicked, position: Electron.Point]>(),
  'double-click': takes<Clicked>(),
  'right-click': takes<Clicked>(),
};

type Members =
  | 'closeContextMenu'
  | 'destroy'
  | 'getBounds'
  | 'isDestroyed'
  | 'popUpContextMenu'
  | 'setContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'setImage'
  | 'setToolTip';

/** An icon that nobody draws. The test that clicks it knows it from the launcher's hook. */
export class Tray extends LoudEmitter<typeof trayEvents> implements Pick<Electron.Tray, Members> {
  #menu: Electron.Menu | null = null;
  #isDestroyed = false;

  constructor(image: Electron.NativeImage | string) {
    super(trayEvents);
    this.setImage(image);
  }

  /** Throws for a file that is no image, as Electron does. */
  setImage(image: Electron.NativeImage | string): void {
    if (typeof image === 'string' && nativeImage.createFromPath(image).isEmpty()) {
      throw new Error(`Failed to load image from path '${image}'`);
    }
  }

  setToolTip(_toolTip: string): void {}

  setIgnoreDoubleClickEvents(_isIgnored: boolean): void {}

  setContextMenu(menu: Electron.Menu | null): void {
    this.#menu = menu;
  }

  popUpContextMenu(menu?: Electron.Menu): void {
    (menu ?? this.#menu)?.popup();
  }

  closeContextMenu(): void {
    this.#menu?.closePopup();
  }

  getBounds(): Electron.Rectangle {
    return { x: 1200, y: 0, width: 22, height: 22 };
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  destroy(): void {
    this.#isDestroyed = true;
  }
}
