import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import { join } from 'node:path';

import type { SessionSummary } from '../protocol/session.ts';
import type { DaemonState, Status } from '../protocol/status.ts';
import { trayImageFile } from './tray-image.ts';
import { trayMenu, trayTooltip, type TrayActions } from './tray-menu.ts';

/** The icon in the tray: it shows the state, a click toggles, its menu does the rest. */
export class TrayIcon {
  // Kept here: a tray that nobody holds is collected, and vanishes.
  readonly #tray: Tray;
  readonly #assets: string;
  readonly #platform: string;
  readonly #hasDarkBar: boolean;
  readonly #actions: TrayActions;
  readonly #onTheme = () => this.#draw();
  #state: DaemonState = 'idle';
  #menu: Menu = Menu.buildFromTemplate([]);

  /** `assets` is the folder of the icons. Throws where the desktop takes none. */
  constructor({
    assets,
    platform,
    hasDarkBar,
    actions,
  }: {
    assets: string;
    platform: string;
    /** Whether the bar is dark, whatever the desktop's theme. */
    hasDarkBar: boolean;
    actions: TrayActions;
  }) {
    this.#assets = assets;
    this.#platform = platform;
    this.#hasDarkBar = hasDarkBar;
    this.#actions = actions;
    this.#tray = new Tray(this.#image());
    nativeTheme.on('updated', this.#onTheme);
    // On Linux the desktop decides what a left click does: the menu's first entry is the toggle.
    if (platform === 'linux') return;
    // On macOS two quick clicks are one double click otherwise: no start and stop.
    this.#tray.setIgnoreDoubleClickEvents(true);
    this.#tray.on('click', actions.toggle);
    // A menu that is set would swallow the left click on macOS.
    this.#tray.on('right-click', () => this.#tray.popUpContextMenu(this.#menu));
  }

  /** Shows another state, and the newest texts in the menu. */
  show(status: Status, latest: readonly SessionSummary[]): void {
    this.#state = status.state;
    this.#draw();
    this.#tray.setToolTip(trayTooltip(status));
    this.#menu = Menu.buildFromTemplate(trayMenu(status, latest, this.#actions));
    if (this.#platform === 'linux') this.#tray.setContextMenu(this.#menu);
  }

  close(): void {
    nativeTheme.off('updated', this.#onTheme);
    this.#tray.destroy();
  }

  #draw(): void {
    this.#tray.setImage(this.#image());
  }

  #image(): Electron.NativeImage {
    const platform = this.#platform;
    const file = trayImageFile({ state: this.#state, platform, isDark: this.#isDark() });
    const image = nativeImage.createFromPath(join(this.#assets, 'tray', file));
    if (platform === 'darwin') image.setTemplateImage(true);
    return image;
  }

  #isDark(): boolean {
    // Windows has one theme for its bar and another for its programs.
    if (this.#platform === 'win32') return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
    return this.#hasDarkBar || nativeTheme.shouldUseDarkColors;
  }
}
