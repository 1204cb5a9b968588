const { contextBridge, ipcRenderer } = require('electron');

class Thing {
  size = 1;
  grow() {}
}

/** @typedef {(value: unknown) => unknown} Listener */

contextBridge.exposeInMainWorld('toy', {
  /** @param {unknown} value */
  echo: (value) => ipcRenderer.invoke('echo', value),
  echoFunction: () => ipcRenderer.invoke('echo', () => {}),
  fail: () => ipcRenderer.invoke('fail'),
  who: () => ipcRenderer.invoke('who'),
  /** @param {number} number */
  double: (number) => ipcRenderer.invoke('double', number),
  count: () => ipcRenderer.send('count'),
  counted: () => ipcRenderer.invoke('counted'),
  /** @param {Listener} listener */
  onTick(listener) {
    /** @param {unknown} _event @param {unknown} tick */
    const hear = (_event, tick) => listener(tick);
    ipcRenderer.on('tick', hear);
    return () => ipcRenderer.removeListener('tick', hear);
  },
  /** @param {number} times */
  tick: (times) => ipcRenderer.send('tick', times),
  /** @param {number} a @param {number} b */
  add: (a, b) => a + b,
  throwing: () => {
    throw new RangeError('on purpose');
  },
  thing: () => new Thing(),
  /** @param {Listener} callback */
  callBack: (callback) => callback({ date: new Date(5), add: (/** @type {number} */ n) => n + 1 }),
  info: { platform: process.platform, list: [1, { deep: true }] },
});
