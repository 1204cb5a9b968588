import type { HttpAnswer } from '../../core/ports.ts';
import { retryAfterMs, serviceCodes, serviceMessage } from './answer.ts';
import { nameOfKey } from './find.ts';
import { hostOf, type Service } from './service.ts';
import type { Trouble } from './trouble.ts';

/** A service that said no, in its own words. */
export function refusal(service: Service, answer: HttpAnswer): Trouble {
  const said = serviceMessage(answer.body, service.key);
  const told = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
  return {
    code: isPassing(answer) ? 'engine_unreachable' : 'engine_failed',
    found: `“${hostOf(service)}” answered ${answer.status}${told}.`,
    fix: adviceFor(service, answer),
  };
}

/** A service that said yes, and then sent a web page, broken JSON or an error. */
export function noTranscript(service: Service, { body }: HttpAnswer): Trouble {
  // whisper.cpp's server has errors that are a 200.
  const said = /^\s*\{\s*"error"/.test(body) ? `: ${serviceMessage(body, service.key)}` : '';
  return {
    code: 'engine_failed',
    found: `“${hostOf(service)}” answered something that is no transcript${said}.`,
    fix: `Check the setting engines.${service.name}.base_url, and whether a login page stands before this network.`,
  };
}

/** A service that did not answer in time. */
export function tooLate(service: Service, limitMs: number): Trouble {
  return {
    code: 'engine_timeout',
    found: `“${hostOf(service)}” gave no text within ${limitMs / 1000} s.`,
    fix: 'Check the network, and try again.',
  };
}

/** Whether a refusal may be none later: the service is busy or broken, or a request got lost. */
export function isPassing({ status, body }: HttpAnswer): boolean {
  // An account without money is no matter of waiting.
  if (status === 429) return !hasNoCredit(body);
  return status === 408 || status === 425 || status >= 500;
}

/** Sources: the services' pages on errors; OpenAI has it as 429, ElevenLabs as 401, Deepgram as 402. */
function hasNoCredit(body: string): boolean {
  return serviceCodes(body).some((code) =>
    /insufficient_(quota|credits)|quota_exceeded|payment_required/i.test(code),
  );
}

function adviceFor({ name }: Service, { status, headers, body }: HttpAnswer): string {
  if (status === 402 || hasNoCredit(body))
    return 'Your account there has no credit left: look there, or use another engine.';
  if (status === 401 || status === 403) return `Check the key: ${nameOfKey(name)}`;
  if (status === 404)
    return `Check the settings engines.${name}.base_url and engines.${name}.model.`;
  if (status === 413)
    return 'The recording is too long for this service: use another engine, or shorter dictations.';
  if (status === 408 || status === 425 || status === 429) {
    const pauseMs = retryAfterMs(headers, Date.now());
    return pauseMs === null ? 'Try again later.' : `Try again in ${Math.ceil(pauseMs / 1000)} s.`;
  }
  if (status >= 500) return 'The service has a problem of its own: try again later.';
  if (status >= 300 && status < 400)
    return `Redirects are not followed, since the key would go with them: set engines.${name}.base_url to the final address.`;
  return `Check the settings under engines.${name}.`;
}
