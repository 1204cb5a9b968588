import type { Command } from './command.ts';
import { status } from './verbs/status.ts';
import { stop } from './verbs/stop.ts';
import { toggle } from './verbs/toggle.ts';

/** The verbs of the first bundle: those that are bound to keys and asked by status bars. */
export const quickCommands: readonly Command[] = [toggle, status, stop];
