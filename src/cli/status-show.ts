import { printable } from '../protocol/printable.ts';
import type { Status } from '../protocol/status.ts';
import { askDaemon, isNotRunning } from './ask.ts';
import type { Context } from './context.ts';
import { whisError } from './failure.ts';
import { cleanUp } from './leftovers.ts';
import { findPlace } from './place.ts';
import { followStatus } from './status-follow.ts';
import { formatStatus, waybarStatus } from './status-line.ts';
import { statusText } from './status-text.ts';

/** The exit code of `not_running`: the answer is complete, and says so. */
const notRunningExit = 3;

/** How the status is to be shown: as the options of `whis status` say. */
export interface StatusOptions {
  readonly follow: boolean;
  readonly format: string | undefined;
  readonly waybar: boolean;
}

/**
 * Shows the status in every form, and that nothing runs; then what a dead daemon left is cleaned up.
 * Gives the exit code.
 */
export async function showStatus(context: Context, options: StatusOptions): Promise<number> {
  const show = printerOf(context, options);
  try {
    if (!options.follow) {
      show(await askDaemon(context, 'status', {}));
      return 0;
    }
    await followStatus(context, show);
  } catch (error) {
    if (!isNotRunning(error)) throw error;
    show(null);
  }
  // What cannot be cleaned up now is no part of the answer: the next daemon does it too.
  await cleanUp(context).catch((problem: unknown) =>
    context.terminal.note(printable(whisError(problem).message)),
  );
  return notRunningExit;
}

/** null is the status of a daemon that does not run. */
function printerOf(context: Context, { format, waybar }: StatusOptions) {
  const { terminal, json } = context;
  const { socket } = findPlace(context);
  // A word that it does not know is told before anything is asked.
  if (format !== undefined) formatStatus(null, format);
  return (status: Status | null): void => {
    if (waybar) terminal.json(waybarStatus(status));
    else if (format !== undefined) terminal.answer(formatStatus(status, format));
    else if (json) terminal.json(status ?? { type: 'status', state: 'not_running', socket });
    else terminal.answer(status ? statusText(status) : 'not running — start it: whis listen');
  };
}
