/** A call of a dialog's function. */
export interface AskedDialog {
  readonly kind: 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog';
  /** The options; for an error box its title and content. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What `hook.cjs` remembers in the main process, because Electron has no list of it. */
export interface HookMemory {
  /** In the order of their making. */
  readonly trays: Map<Electron.Tray, RememberedTray>;
  readonly shortcuts: Map<string, () => void>;
  readonly notifications: Electron.Notification[];
  readonly dialogs: AskedDialog[];
  /** For the dialogs to come, first in first out. */
  readonly answers: object[];
  /** URLs and paths that the desktop was asked to open or to show. */
  readonly opened: string[];
  /** What answers the calls of pages, by their channel. */
  readonly handlers: Map<
    string,
    (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown
  >;
  /** What decides on the permissions of pages. */
  readonly permissions: {
    check?: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
    request?: Parameters<Electron.Session['setPermissionRequestHandler']>[0];
    device?: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
  };
}

export interface RememberedTray {
  toolTip: string;
  menu: Electron.Menu | null;
  /** The path of the image; null when it was made from bytes. */
  image: string | null;
}

/** What is to be different from the start, as JSON in the environment variable `HOOK_SETTINGS`. */
export interface HookSettings {
  /** Accelerators, spelled as the app does, that another program has already. */
  readonly takenShortcuts?: readonly string[];
  /** For the dialogs that come before a test can lay an answer ready; then as `answerDialog`. */
  readonly answers?: readonly object[];
  /** The keyring that `safeStorage` says it found; null is none at all. */
  readonly keyring?: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> | null;
}

declare global {
  var hookMemory: HookMemory;
}
