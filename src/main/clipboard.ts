import { clipboard } from 'electron';

import type { Clipboard } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';

/**
 * Electron's own clipboard, for X11, macOS and Windows. Not for Wayland: there it drops what a program
 * without the focus writes, and reads its own memory back, which would confirm falsely.
 */
export const electronClipboard: Clipboard = {
  name: 'electron',
  async read() {
    return (await clipboard.readText()) || null;
  },
  async write(text) {
    if (text === '') throw new WhisError('delivery_failed', 'There is no text to copy.');
    await clipboard.writeText(text);
    return (await clipboard.readText()) === text;
  },
};
