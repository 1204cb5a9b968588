import { dialog } from 'electron';

import { askOwner, askToEnd } from '../daemon/owner.ts';
import { endpointOf } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';

/** What became of another daemon that has the lock. */
export type TakeOver = 'ended' | 'kept' | 'is-tray' | 'gone';

/**
 * Somebody has the lock. When that is a daemon in a terminal, the person is asked whether the app may
 * take its place; its recording is finalised and kept.
 */
export async function offerTakeOver(surroundings: Surroundings): Promise<TakeOver> {
  const endpoint = endpointOf(surroundings);
  const owner = await askOwner(endpoint);
  if (owner === null) return 'gone';
  if (owner.host === 'tray') return 'is-tray';
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'whis is running in a terminal already',
    detail: `Process ${owner.pid}, since ${new Date(owner.started_at).toLocaleString()}. The app can end it and take its place; what it records is kept and transcribed.`,
    buttons: ['Leave it running', 'Take over'],
    defaultId: 1,
    cancelId: 0,
  });
  if (response !== 1) return 'kept';
  await askToEnd(endpoint);
  return 'ended';
}
