import { loud } from './loud.ts';
import { readyBrowser } from './running.ts';

type Members = 'isRegistered' | 'register' | 'unregister' | 'unregisterAll';

const registered = new Set<string>();

/** Shortcuts that no desktop grabs. The test that presses them knows them from the launcher's hook. */
export const globalShortcut: Pick<Electron.GlobalShortcut, Members> = loud('globalShortcut', {
  register(accelerator: string, _callback: () => void): boolean {
    readyBrowser('globalShortcut');
    const keys = sortKeys(accelerator);
    if (registered.has(keys)) return false;
    registered.add(keys);
    return true;
  },
  unregister: (accelerator: string) => void registered.delete(sortKeys(accelerator)),
  unregisterAll: () => registered.clear(),
  isRegistered: (accelerator: string) => registered.has(sortKeys(accelerator)),
});

/** One spelling for each combination. */
function sortKeys(accelerator: string): string {
  const keys = accelerator.toLowerCase().split('+');
  const names = keys.map((key) =>
    /^(ctrl|cmdorctrl|commandorcontrol)$/.test(key) ? 'control' : key,
  );
  return names.sort().join('+');
}
