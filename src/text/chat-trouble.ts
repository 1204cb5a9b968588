import type { HttpAnswer } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';
import { refusalMessage } from './chat-answer.ts';
import type { Chat } from './chat.ts';

/** What is wrong with a chat model, and what to do about it: sentences, without the key or a text. */
export interface Trouble {
  readonly found: string;
  readonly fix: string;
}

/** The `preset_failed` that tells of it. */
export function troubleError({ found, fix }: Trouble, cause?: unknown): WhisError {
  return new WhisError('preset_failed', `${found} ${fix}`, { cause });
}

/** A server that said no, in its own words, as far as they repeat nothing of what was `sent`. */
export function refusal(
  { status, body }: HttpAnswer,
  { chat, host, sent }: { chat: Chat; host: string; sent: readonly string[] },
): Trouble {
  const said = refusalMessage(body, [chat.key ?? '', ...sent]);
  return {
    found: `“${host}” answered ${status}${said === '' ? '' : `: ${said}`}.`,
    fix: adviceFor(status, chat),
  };
}

function adviceFor(status: number, { model }: Chat): string {
  if (status === 401 || status === 403)
    return 'Check the key: WHIS_CHAT_API_KEY, or the setting chat.api_key.';
  if (status === 404) return `Check the address, and whether it has the model ${model}.`;
  if (status === 413) return 'The text is too long for it.';
  if (status === 429) return 'It is asked too often, or the account is empty.';
  if (status >= 500) return 'The server has a problem of its own.';
  if (status >= 300 && status < 400)
    return 'Redirects are not followed, since the key would go with them: set the final address.';
  return 'Check the settings under chat.';
}

const checkNetwork = 'Check the network and the address.';
const unknownHost: Trouble = { found: 'was not found', fix: checkNetwork };

/** Source of the codes: Node's `errors.md` (common system errors) and `dns.md`. */
const meanings: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: {
    found: 'refused the connection',
    fix: 'Start the program that answers there, or check the address.',
  },
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNRESET: {
    found: 'closed the connection before its answer was complete',
    fix: 'Look there for what went wrong.',
  },
};

/** Why no answer came, by what the connection has thrown. */
export function networkTrouble(thrown: unknown, host: string): Trouble {
  // Where a name has several addresses, each has an error of its own: the first one tells enough.
  const error: unknown = thrown instanceof AggregateError ? (thrown.errors[0] ?? thrown) : thrown;
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  const { found, fix } = meanings[code] ?? { found: 'cannot be asked', fix: checkNetwork };
  return { found: `“${host}” ${found}${code === '' ? '' : ` (${code})`}.`, fix };
}
