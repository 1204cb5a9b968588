import { systemPreferences } from 'electron';

import type { Host } from '../core/ports.ts';

/** Asks the person for the microphone (macOS): who has not asked records silence there. */
export async function askForMicrophone(notify: Host['notify']): Promise<void> {
  if (await systemPreferences.askForMediaAccess('microphone')) return;
  const body = 'Allow it in the System Settings: Privacy & Security → Microphone → whis.';
  notify({ kind: 'failure', title: 'whis may not use the microphone', body });
}
