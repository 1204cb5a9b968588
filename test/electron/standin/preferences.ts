import { loud } from './loud.ts';

type Members = 'askForMediaAccess';

/** Only macOS has them: a desktop that lets everybody use everything. */
export const systemPreferences: Pick<Electron.SystemPreferences, Members> = loud(
  'systemPreferences',
  { askForMediaAccess: () => Promise.resolve(true) },
);
