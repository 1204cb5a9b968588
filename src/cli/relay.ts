import type { Params, ReplyTo, RequestType } from '../protocol/requests.ts';
import { askDaemon } from './ask.ts';
import type { Context } from './context.ts';

/** A request, and the sentence in which its reply is told to a person. */
export interface Errand<Type extends RequestType> {
  readonly type: Type;
  readonly params: Params<Type>;
  readonly say: (reply: ReplyTo<Type>) => string;
}

/** Asks the daemon one thing and prints the reply, as it came with `--json`; the exit code is 0. */
export async function relay<Type extends RequestType>(
  context: Context,
  { type, params, say }: Errand<Type>,
): Promise<number> {
  const reply = await askDaemon(context, type, params);
  if (context.json) context.terminal.json(reply);
  else context.terminal.answer(say(reply));
  return 0;
}
