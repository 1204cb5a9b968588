/** Refuses what would make a window's page mightier than any that is stood in for. */
export function requireIsolation(preferences: Electron.WebPreferences): void {
  const { contextIsolation, nodeIntegration, sandbox, webSecurity, webviewTag } = preferences;
  if (contextIsolation === false || nodeIntegration || sandbox === false) {
    throw new Error('stand-in: only sandboxed windows with context isolation are stood in for');
  }
  if (webSecurity === false || webviewTag) {
    throw new Error('stand-in: webviews and webSecurity: false are not stood in for');
  }
}
