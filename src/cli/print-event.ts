import type { WhisEvent } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';
import type { Context } from './context.ts';
import { eventText } from './event-text.ts';
import { truncateStart } from './width.ts';

/**
 * Prints an event. On a terminal, text that is not final yet is replaced by what comes next, and its
 * end stays in sight.
 */
export function printEvent(
  event: WhisEvent,
  { terminal, json }: Pick<Context, 'terminal' | 'json'>,
): void {
  if (json) return terminal.json(event);
  if (event.event === 'partial' && terminal.isInteractive) {
    const line = printable(event.data.text);
    return terminal.progress(`… ${truncateStart(line, (terminal.columns ?? 80) - 3)}`);
  }
  const line = eventText(event);
  if (line !== null) terminal.answer(line);
}
