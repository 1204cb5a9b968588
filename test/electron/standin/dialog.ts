import { loud } from './loud.ts';

type Members = 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog';

/** Dialogs that are closed at once. The launcher's hook stands before them and has the test's answers. */
export const dialog: Pick<Electron.Dialog, Members> = loud('dialog', {
  showErrorBox: () => {},
  showMessageBox: () => Promise.resolve({ response: 0, checkboxChecked: false }),
  showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
});
