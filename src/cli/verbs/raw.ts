import { errorCodes, isErrorCode } from '../../protocol/errors.ts';
import { defineCommand } from '../command.ts';
import { talk } from '../talk.ts';

/** `whis raw`: says to the daemon exactly what is typed. */
export const raw = defineCommand({
  name: 'raw',
  summary: 'send one line as it is, and print what comes back',
  details: [
    'JSON, a bare word or a command of the text dialect. Ends when all is answered; what was subscribed to goes on until Ctrl-C. Exits with the code of the last error that came back.',
  ],
  args: { line: { label: 'LINE', kind: 'required', help: 'what to send; - for standard input' } },
  options: {},
  examples: [
    [`whis raw '{"type":"ping"}'`, 'the reply as it is written'],
    ['whis raw STATUS', 'the same in the dialect for shells'],
    ['whis raw - < requests.jsonl', 'several, one after the other'],
  ],
  async run({ context, args: { line } }) {
    const { terminal } = context;
    let exit = 0;
    for await (const answer of talk(line === '-' ? null : line, context)) {
      terminal.text(answer);
      await terminal.drained();
      exit = exitOf(answer) || exit;
    }
    return exit;
  },
});

/** The exit code of an error in any dialect; 0 for whatever else comes back. */
function exitOf(answer: string): number {
  const { internal } = errorCodes;
  if (answer.startsWith('ERR:')) return internal.exit;
  try {
    const reply: unknown = JSON.parse(answer);
    if (typeof reply !== 'object' || reply === null) return 0;
    if ('Error' in reply) return internal.exit;
    if (!('type' in reply && reply.type === 'error' && 'code' in reply)) return 0;
    const { code } = reply;
    return errorCodes[typeof code === 'string' && isErrorCode(code) ? code : 'internal'].exit;
  } catch {
    return 0;
  }
}
