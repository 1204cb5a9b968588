import { LoudEmitter, takes } from './loud.ts';
import { allContents } from './pages/contents.ts';

export const themeEvents = { updated: takes<[]>() };

type Members = 'shouldUseDarkColors' | 'themeSource';

/** `nativeTheme`, on a desktop that is light. */
export class NativeTheme
  extends LoudEmitter<typeof themeEvents>
  implements Pick<Electron.NativeTheme, Members>
{
  #source: Electron.NativeTheme['themeSource'] = 'system';

  constructor() {
    super(themeEvents);
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }

  /** Every page sees it as `prefers-color-scheme`. */
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    const wasDark = this.shouldUseDarkColors;
    this.#source = source;
    if (wasDark === this.shouldUseDarkColors) return;
    for (const contents of allContents.values()) contents.paint(this.shouldUseDarkColors);
    this.emit('updated');
  }
}

export const nativeTheme = new NativeTheme();
