import { spawnSync } from 'node:child_process';

import { loud } from './loud.ts';

let text = '';

/** The X selection when there is a display, and else a variable that no page knows of. */
export const clipboard: Pick<Electron.Clipboard, 'readText' | 'writeText'> = loud('clipboard', {
  readText: () => Promise.resolve(process.env['DISPLAY'] ? xclip(['-o']) : text),
  writeText: (written: string) => {
    text = written;
    if (process.env['DISPLAY']) xclip(['-i'], written);
    return Promise.resolve();
  },
});

/** Its child in the background keeps the selection, so it must not keep our pipes open. */
function xclip(args: readonly string[], input?: string): string {
  const { stdout } = spawnSync('xclip', [...args, '-selection', 'clipboard'], {
    encoding: 'utf8',
    stdio: ['pipe', input === undefined ? 'pipe' : 'ignore', 'ignore'],
    ...(input === undefined ? {} : { input }),
  });
  return stdout ?? '';
}
