import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

import type { windowChannels, WindowApi, WindowMessage } from '../protocol/window.ts';

// A sandboxed preload can load no file beside itself: the names of the channels are written out here,
// and typed as what the app listens to.
const call: (typeof windowChannels)['call'] = 'whis:call';
const message: (typeof windowChannels)['message'] = 'whis:message';

const whis: WindowApi = {
  call: (type, params) => ipcRenderer.invoke(call, type, params),
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, heard: WindowMessage) => listener(heard);
    ipcRenderer.on(message, hear);
    return () => void ipcRenderer.removeListener(message, hear);
  },
};

contextBridge.exposeInMainWorld('whis', whis);
