import type { HttpAnswer } from '../../core/ports.ts';
import { fieldsOf } from '../../protocol/fields.ts';
import type { Check } from '../../protocol/requests.ts';
import { longestAnswerBytes } from './answer.ts';
import { parseJson } from './content.ts';
import { serviceOf, type ServiceSetUp } from './engine.ts';
import { networkTrouble } from './network.ts';
import { refusal } from './refusal.ts';
import { hostOf, type Service } from './service.ts';
import type { Trouble } from './trouble.ts';

const usualLimitMs = 5000;

/**
 * Tries a service without costs: asks for what only a key gets, and gives the doctor's line about it.
 * A service that is not needed is no trouble. Ends within 5 s, whatever hangs; never rejects.
 */
export async function tryService(
  setUp: ServiceSetUp,
  { isNeeded, limitMs = usualLimitMs }: { readonly isNeeded: boolean; readonly limitMs?: number },
): Promise<Check> {
  const service = serviceOf(setUp);
  const name = `service ${service.name}`;
  const result = await attempt(service, limitMs);
  if (typeof result === 'string') return { name, ok: true, found: result, fix: null };
  const { found, fix } = result;
  return isNeeded
    ? { name, ok: false, found, fix }
    : { name, ok: true, found: `${found} Not needed.`, fix: null };
}

async function attempt(service: Service, limitMs: number): Promise<string | Trouble> {
  const { shape, baseUrl, key, exchange } = service;
  const signal = AbortSignal.timeout(limitMs);
  const headers = key === null ? {} : shape.keyHeader(key);
  try {
    const url = new URL(`${baseUrl}${shape.trial}`);
    const longestBytes = longestAnswerBytes;
    return judge(service, await exchange({ url, headers, longestBytes, signal }));
  } catch (thrown) {
    if (!signal.aborted) return networkTrouble(service, thrown);
    return {
      code: 'engine_timeout',
      found: `“${hostOf(service)}” did not answer within ${limitMs / 1000} s.`,
      fix: `Check the network, and the setting engines.${service.name}.base_url.`,
    };
  }
}

function judge(service: Service, answer: HttpAnswer): string | Trouble {
  const host = hostOf(service);
  const { status, body } = answer;
  const content = status === 200 ? parseJson(body) : undefined;
  // LM Studio has errors that are a 200, and so has whisper.cpp's server.
  if (content !== undefined && !fieldsOf(content)['error'])
    return service.key === null ? `“${host}” answers` : `“${host}” answers, and takes the key`;
  if (status === 200 && content === undefined)
    return {
      code: 'engine_failed',
      found: `“${host}” answered a web page.`,
      fix: `Check the setting engines.${service.name}.base_url, and whether a login page stands before this network.`,
    };
  // A key that may only transcribe is a key: OpenAI and ElevenLabs have such.
  if ((status === 401 || status === 403) && /missing[_ ](scope|permission)/i.test(body))
    return `“${host}” answers, and knows the key`;
  // whisper.cpp's server has no list of models; any other 404 shows when it is asked for a text.
  if ((status === 404 || status === 405 || status === 501) && !isOfMakers(service))
    return `“${host}” answers; it cannot be asked for more without a recording`;
  return refusal(service, answer);
}

function isOfMakers({ baseUrl, shape }: Service): boolean {
  return new URL(baseUrl).hostname === shape.host;
}
