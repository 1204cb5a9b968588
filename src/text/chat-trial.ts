import type { Exchange, HttpAnswer } from '../core/ports.ts';
import { fieldsOf } from '../protocol/fields.ts';
import { parseJson } from './chat-answer.ts';
import { addressOf, keyHeader, type Chat } from './chat.ts';
import { networkTrouble, refusal, type Trouble } from './chat-trouble.ts';

/** As long as the doctor waits for a service. */
const usualLimitMs = 5000;

/** Some lists name hundreds of models, with all that can be said of each. */
const longestBytes = 8 * 1024 * 1024;

/**
 * Tries a chat model without costs: asks its address for the list of models, sends no text, and gives
 * what is wrong, or null. Ends within 5 s, whatever hangs; never rejects.
 */
export async function tryChat(
  chat: Chat,
  exchange: Exchange,
  limitMs = usualLimitMs,
): Promise<Trouble | null> {
  const url = addressOf(chat, 'models');
  const signal = AbortSignal.timeout(limitMs);
  try {
    const answer = await exchange({ url, headers: keyHeader(chat), longestBytes, signal });
    return judge(answer, chat, url.host);
  } catch (thrown) {
    if (!signal.aborted) return networkTrouble(thrown, url.host);
    return {
      found: `“${url.host}” did not answer within ${limitMs / 1000} s.`,
      fix: 'Check the network and the address.',
    };
  }
}

function judge(answer: HttpAnswer, chat: Chat, host: string): Trouble | null {
  const { status, body } = answer;
  const content = status === 200 ? parseJson(body) : undefined;
  if (content === null) {
    return {
      found: `“${host}” answered a web page.`,
      fix: 'Check the address, and whether a login page stands before this network.',
    };
  }
  // LM Studio has errors that are a 200.
  if (content !== undefined && !fieldsOf(content)['error']) return null;
  // A key need not be allowed to list models, and a server need not have a list.
  if ((status === 401 || status === 403) && /missing[_ ](scope|permission)/i.test(body))
    return null;
  if (status === 404 || status === 405 || status === 501) return null;
  return refusal(answer, { chat, host, sent: [] });
}
