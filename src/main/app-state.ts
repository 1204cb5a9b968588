import Store from 'electron-store';

interface Kept {
  /** Where the main window was, in the screen's own points. */
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly is_set_up: boolean;
}

/** What the tray app remembers of itself: nothing of the person's texts or settings. */
export class AppState {
  readonly #file: Store<Kept>;

  constructor(folder: string) {
    this.#file = new Store<Kept>({
      cwd: folder,
      name: 'app',
      configFileMode: 0o600,
      clearInvalidConfig: true,
      defaults: { bounds: null, is_set_up: false },
    });
  }

  get bounds(): Kept['bounds'] {
    return this.#file.get('bounds');
  }

  set bounds(bounds: Kept['bounds']) {
    this.#file.set('bounds', bounds);
  }

  get isSetUp(): boolean {
    return this.#file.get('is_set_up');
  }

  set isSetUp(isSetUp: boolean) {
    this.#file.set('is_set_up', isSetUp);
  }
}
