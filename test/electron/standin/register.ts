import { createRequire, registerHooks } from 'node:module';

import { openParentPort } from './parent-port.ts';

// Loaded with `node -r`, before every other hook. From here on `electron` means the stand-in, for
// `import` and `require` alike: the app's bundles run unchanged.

const child = 'ELECTRON_STANDIN_CHILD';
const isChild = process.env[child] !== undefined;
delete process.env[child];

const url = new URL(isChild ? './utility.ts' : './electron.ts', import.meta.url).href;
const names = new Set(['electron', isChild ? 'electron/utility' : 'electron/main']);
registerHooks({
  resolve: (specifier, context, next) =>
    names.has(specifier)
      ? { url, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});

const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
Object.defineProperty(process, 'type', { value: isChild ? 'utility' : 'browser' });
if (isChild) Object.defineProperty(process, 'parentPort', { value: openParentPort() });
