import { loud } from './loud.ts';

type Members = 'openExternal' | 'openPath' | 'showItemInFolder';

/** A desktop that opens nothing. The launcher's hook stands before it and remembers what was asked. */
export const shell: Pick<Electron.Shell, Members> = loud('shell', {
  openExternal: () => Promise.resolve(),
  openPath: () => Promise.resolve(''),
  showItemInFolder: () => {},
});
