import type { Check } from '../../protocol/requests.ts';
import { printable } from '../../protocol/printable.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { pad, widthOf } from '../width.ts';

/** `whis doctor`: what works here, and what to do about the rest. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'look at microphone, engine, clipboard and shortcut',
  details: ['Works without a running daemon. Exits with 1 when something does not work.'],
  args: {},
  options: {},
  examples: [['whis doctor', 'what was found, and what to do about what was not']],
  async run({ context }) {
    const reply = await askAnyway(context, 'doctor', {});
    const { checks } = reply;
    if (context.json) context.terminal.json(reply);
    else {
      const columns = Math.max(0, ...checks.map(({ name }) => widthOf(printable(name))));
      for (const check of checks) context.terminal.answer(line(check, columns, context.terminal));
    }
    return checks.every(({ ok }) => ok) ? 0 : 1;
  },
});

function line({ ok, name, found, fix }: Check, columns: number, terminal: Terminal): string {
  const sign = ok ? terminal.mark('✓', 'green') : terminal.mark('✗', 'red');
  const remedy = fix === null ? '' : `\n  ${' '.repeat(columns)}  → ${printable(fix)}`;
  return `${sign} ${pad(printable(name), columns)}  ${printable(found)}${remedy}`;
}
