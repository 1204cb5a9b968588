import { WhisError } from '../../protocol/errors.ts';
import { retryAfterMs, serviceMessage } from './answer.ts';
import type { HttpAnswer } from './post.ts';
import type { Service } from './service.ts';

/** A service that said no, in its own words, with what to do about it. */
export function refusal({ url, key }: Service, answer: HttpAnswer): WhisError {
  const said = serviceMessage(answer.body, key);
  const told = said === '' ? '' : `: ${said.replace(/\.$/, '')}`;
  return new WhisError(
    'engine_failed',
    `“${url.host}” answered ${answer.status}${told}. ${adviceFor(answer)}`,
  );
}

/** A service that said yes, and then sent a web page or broken JSON. */
export function noTranscript({ url }: Service): WhisError {
  return new WhisError(
    'engine_failed',
    `“${url.host}” answered something that is no transcript. Check the setting engines.openai.base_url, and whether a login page stands before this network.`,
  );
}

/** A service that did not answer in time. */
export function tooLate({ url }: Service, limitMs: number): WhisError {
  return new WhisError(
    'engine_timeout',
    `“${url.host}” gave no text within ${limitMs / 1000} s. Check the network, and try again.`,
  );
}

function adviceFor({ status, headers }: HttpAnswer): string {
  if (status === 401 || status === 403)
    return 'Check the key: WHIS_OPENAI_API_KEY, or whis config set engines.openai.api_key -';
  if (status === 404) return 'Check the settings engines.openai.base_url and engines.openai.model.';
  if (status === 413)
    return 'The recording is too long for this service: use another engine, or shorter dictations.';
  if (status === 429) {
    const pauseMs = retryAfterMs(headers, Date.now());
    return pauseMs === null ? 'Try again later.' : `Try again in ${Math.ceil(pauseMs / 1000)} s.`;
  }
  if (status >= 500) return 'The service has a problem of its own: try again later.';
  if (status >= 300 && status < 400)
    return 'Redirects are not followed, since the key would go with them: set engines.openai.base_url to the final address.';
  return 'Check the settings under engines.openai.';
}
