import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

import {
  app,
  BrowserWindow,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  Tray,
  utilityProcess,
} from 'electron';

// The smallest app that has one of everything that the stand-in offers. It says what happens to it
// line by line on stdout, where the specs read it.

/** @param {unknown[]} words */
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`);

const folder = join(import.meta.dirname, 'renderer');
const home = 'app://bundle/';
const shortcut = 'CommandOrControl+Shift+Space';
const policy =
  "default-src 'none'; script-src 'self'; media-src 'self'; connect-src 'self'; frame-src 'self'";
/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
};

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.on('before-quit', () => say('before-quit'));
app.on('will-quit', () => say('will-quit'));
app.on('quit', (_event, code) => say('quit', code));
app.on('window-all-closed', () => say('window-all-closed'));
app.on('web-contents-created', (_event, contents) => say('contents', contents.id));
app.on('second-instance', (_event, argv, _folder, data) =>
  say('second-instance', argv.includes('--show'), JSON.stringify(data)),
);

/** @type {Tray} */
let tray;
void app.whenReady().then(() => {
  if (app.requestSingleInstanceLock({ from: 'toy' })) {
    start();
    return;
  }
  say('not the first');
  app.quit();
});

function start() {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : [];
    // One permission that only the other handler refuses, and one that only this one does.
    const isAudio = permission === 'media' && media?.join() === 'audio';
    callback(isAudio || permission === 'notifications');
  });
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === 'media' && origin === home,
  );
  defaultSession.setDevicePermissionHandler(() => false);
  protocol.handle('app', serve);
  listen();
  const window = open();
  tray = new Tray(nativeImage.createFromPath(join(import.meta.dirname, 'tray.png')));
  tray.setToolTip('Toy');
  tray.on('click', () => (window.isVisible() ? window.hide() : window.show()));
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { id: 'notify', label: 'Notify', click: notify },
      { type: 'separator' },
      {
        label: 'More',
        submenu: [{ label: 'Loud', type: 'checkbox', click: (item) => say('loud', item.checked) }],
      },
      { label: 'Nothing', enabled: false },
      { label: 'Quit', click: () => app.quit() },
    ]),
  );
  say(
    'shortcut',
    globalShortcut.register(shortcut, () => say('pressed')),
  );
  nativeTheme.on('updated', () => say('dark', nativeTheme.shouldUseDarkColors));
  powerMonitor.on('suspend', () => say('suspend'));
  const secret = safeStorage.encryptString('secret');
  say('keyring', safeStorage.getSelectedStorageBackend(), safeStorage.decryptString(secret));
}

function open() {
  const window = new BrowserWindow({
    width: 400,
    height: 300,
    show: false,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  });
  const { webContents } = window;
  webContents.setWindowOpenHandler(({ url }) => {
    say('open', url);
    return { action: 'deny' };
  });
  for (const name of /** @type {const} */ (['will-navigate', 'will-redirect'])) {
    webContents.on(/** @type {'will-navigate'} */ (name), (event, url) => {
      say(name, url);
      if (!url.startsWith(home)) event.preventDefault();
    });
  }
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.on('render-process-gone', (_event, { reason }) => {
    say('gone', reason);
    webContents.reload();
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${home}index.html`);
  return window;
}

function notify() {
  const notification = new Notification({ title: 'Hello', body: 'World' });
  notification.on('click', () => say('notification clicked'));
  notification.show();
}

function listen() {
  let count = 0;
  ipcMain.on('count', () => {
    count += 1;
  });
  ipcMain.handle('counted', () => count);
  ipcMain.handle('echo', (_event, value) => value);
  ipcMain.handle('fail', () => {
    throw new TypeError('on purpose');
  });
  ipcMain.handle('who', ({ sender, senderFrame }) => ({
    url: senderFrame?.url,
    origin: senderFrame?.origin,
    isTop: senderFrame?.parent === null,
    isMain: senderFrame === sender.mainFrame,
    isWindow: BrowserWindow.fromWebContents(sender)?.webContents === sender,
  }));
  ipcMain.on('tick', ({ sender }, times) => {
    for (let tick = 0; tick < times; tick += 1) sender.send('tick', tick);
  });
  ipcMain.handle('double', (_event, number) => {
    const child = utilityProcess.fork(join(import.meta.dirname, 'child.js'), ['a'], {
      stdio: 'pipe',
    });
    child.stdout?.on('data', (text) => say('child says', String(text).trim()));
    child.once('exit', (code) => say('child ended', code));
    child.postMessage({ number });
    return new Promise((resolve) => {
      child.once('message', (message) => {
        resolve(message);
        child.kill();
      });
    });
  });
}

/** @param {Request} request */
async function serve(request) {
  const { host, pathname } = new URL(request.url);
  if (host !== 'bundle') return new Response('', { status: 404 });
  if (pathname === '/away')
    return new Response('', { status: 302, headers: { location: 'https://example.invalid/' } });
  if (pathname === '/echo') return new Response(await request.text());
  const headers = {
    'content-type': types[extname(pathname)] ?? 'application/octet-stream',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
  };
  const data = pathname === '/tone.wav' ? makeTone() : await read(pathname);
  if (data === null) return new Response('', { status: 404 });
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  if (from === undefined) return new Response(data, { headers });
  say('range', from);
  const end = to ? Number(to) + 1 : data.length;
  const range = `bytes ${from}-${end - 1}/${data.length}`;
  return new Response(data.subarray(Number(from), end), {
    status: 206,
    headers: { ...headers, 'content-range': range },
  });
}

/**
 * A file of the bundle, and of nothing beside it.
 * @param {string} pathname
 */
async function read(pathname) {
  const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
  return path.startsWith(folder + sep) ? readFile(path).catch(() => null) : null;
}

/** 20 s of silence: 8000 samples a second of one byte each. */
function makeTone() {
  const length = 160_000;
  const wav = Buffer.alloc(44 + length, 128);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + length, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  for (const [offset, value] of [1, 1, 8000, 0, 8000, 0, 1, 8].entries()) {
    wav.writeUInt16LE(value, 20 + 2 * offset);
  }
  wav.write('data', 36);
  wav.writeUInt32LE(length, 40);
  return wav;
}
