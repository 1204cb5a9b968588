// Runs before the app's main script (`-r`), in Electron and in the stand-in alike. It remembers
// what Electron has no list of, and stands before what would open on somebody's desktop. Methods
// are replaced where they are kept, which `import` and `require` both see.

const { appendFileSync } = require('node:fs');

const electron = require('electron');

/** @type {import('./hook-memory.ts').HookMemory} */
const memory = {
  trays: new Map(),
  shortcuts: new Map(),
  notifications: [],
  dialogs: [],
  answers: [],
  opened: [],
  handlers: new Map(),
  permissions: {},
};
globalThis.hookMemory = memory;

/** @type {import('./hook-memory.ts').HookSettings} */
const settings = JSON.parse(process.env['HOOK_SETTINGS'] ?? '{}');
memory.answers.push(...(settings.answers ?? []));

for (const stream of [process.stdout, process.stderr]) {
  spy(stream, 'write', (_, text) => {
    appendFileSync(process.env['HOOK_OUTPUT'] ?? '', text);
  });
}

/**
 * Calls `watch` before each call of a method.
 * @template {object} Owner
 * @template {keyof Owner} Name
 * @param {Owner} owner
 * @param {Name} name
 * @param {(self: Owner, ...args: Owner[Name] extends (...args: infer Args) => unknown ? Args : never) => void} watch
 */
function spy(owner, name, watch) {
  const method = /** @type {Function} */ (owner[name]);
  const watchAll = /** @type {(self: Owner, ...args: unknown[]) => void} */ (watch);
  Object.assign(owner, {
    /** @this {Owner} @param {unknown[]} args */
    [name](...args) {
      watchAll(this, ...args);
      return method.apply(this, args);
    },
  });
}

/** @type {WeakMap<Electron.NativeImage, string>} */
const imagePaths = new WeakMap();
const createFromPath = electron.nativeImage.createFromPath.bind(electron.nativeImage);
electron.nativeImage.createFromPath = (path) => {
  const image = createFromPath(path);
  imagePaths.set(image, path);
  return image;
};

/** @param {Electron.Tray} tray */
function recall(tray) {
  const known = memory.trays.get(tray) ?? { toolTip: '', menu: null, image: null };
  memory.trays.set(tray, known);
  return known;
}
const tray = electron.Tray.prototype;
spy(tray, 'setToolTip', (tray, toolTip) => {
  recall(tray).toolTip = toolTip;
});
spy(tray, 'setContextMenu', (tray, menu) => {
  recall(tray).menu = menu;
});
spy(tray, 'popUpContextMenu', (tray, menu) => {
  if (menu) recall(tray).menu = menu;
});
spy(tray, 'setImage', (tray, image) => {
  recall(tray).image = typeof image === 'string' ? image : (imagePaths.get(image) ?? null);
});
spy(tray, 'destroy', (tray) => {
  memory.trays.delete(tray);
});

spy(electron.Notification.prototype, 'show', (notification) => {
  memory.notifications.push(notification);
});

spy(electron.ipcMain, 'handle', (_, channel, listener) => {
  memory.handlers.set(channel, listener);
});
void electron.app.whenReady().then(() => {
  const { defaultSession } = electron.session;
  spy(defaultSession, 'setPermissionCheckHandler', (_, handler) => {
    memory.permissions.check = handler;
  });
  spy(defaultSession, 'setPermissionRequestHandler', (_, handler) => {
    memory.permissions.request = handler;
  });
  spy(defaultSession, 'setDevicePermissionHandler', (_, handler) => {
    memory.permissions.device = handler;
  });
});

const { globalShortcut, safeStorage, shell, dialog } = electron;
const register = globalShortcut.register.bind(globalShortcut);
globalShortcut.register = (accelerator, callback) => {
  if (settings.takenShortcuts?.includes(accelerator)) return false;
  memory.shortcuts.set(accelerator, callback);
  return register(accelerator, callback);
};

const { keyring } = settings;
if (keyring === null) {
  safeStorage.isEncryptionAvailable = () => false;
  safeStorage.isAsyncEncryptionAvailable = async () => false;
}
if (keyring) safeStorage.getSelectedStorageBackend = () => keyring;

shell.openExternal = async (url) => {
  memory.opened.push(url);
};
shell.openPath = async (path) => {
  memory.opened.push(path);
  return '';
};
shell.showItemInFolder = (path) => {
  memory.opened.push(path);
};

/**
 * @param {import('./hook-memory.ts').AskedDialog['kind']} kind
 * @param {object} otherwise what it gives when the test has no answer ready
 */
function answerFor(kind, otherwise) {
  /** @param {unknown[]} args a window, which may be missing, and the options */
  return async (...args) => {
    memory.dialogs.push({ kind, options: /** @type {Record<string, unknown>} */ (args.at(-1)) });
    return { ...otherwise, ...memory.answers.shift() };
  };
}
Object.assign(dialog, {
  showMessageBox: answerFor('showMessageBox', { response: 0, checkboxChecked: false }),
  showOpenDialog: answerFor('showOpenDialog', { canceled: true, filePaths: [] }),
  showSaveDialog: answerFor('showSaveDialog', { canceled: true, filePath: '' }),
  /** @param {string} title @param {string} content */
  showErrorBox: (title, content) => {
    memory.dialogs.push({ kind: 'showErrorBox', options: { title, content } });
    // The app may end on it, and the memory with it.
    process.stderr.write(`${title}: ${content}\n`);
  },
});
