import type { RecordedAudio, Transcript } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { deadlineMs } from '../deadline.ts';
import { primaryLanguage } from '../language.ts';
import { readTranscript, retryAfterMs, serviceCode } from './answer.ts';
import { audioForm } from './form.ts';
import { explainNetworkError } from './network.ts';
import { post, type HttpAnswer } from './post.ts';
import { noTranscript, refusal, tooLate } from './refusal.ts';
import type { Service } from './service.ts';

/** How the transcript is asked for: `verbose_json` has times, but not every model knows it. */
export type Format = 'json' | 'verbose_json';

/** One question to a service. */
export interface Question {
  readonly audio: RecordedAudio;
  readonly format: Format;
  readonly cancel: AbortSignal;
}

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'done'; readonly transcript: Transcript }
  | { readonly kind: 'failed'; readonly error: WhisError }
  /** Worth another try, in another format or after the pause that the service asked for, if any. */
  | {
      readonly kind: 'again';
      readonly error: WhisError;
      readonly pauseMs: number | null;
      readonly format: Format;
    };

/** Asks a service once. Throws `audio_missing`, and the abort reason when `cancel` aborts. */
export async function ask(service: Service, { audio, format, cancel }: Question): Promise<Outcome> {
  const language = primaryLanguage(audio.language);
  const form = await audioForm(audio.path, {
    model: service.model,
    response_format: format,
    ...(language !== null && { language }),
  });
  const limitMs = deadlineMs(service.patience.allowance, audio.durationMs);
  const deadline = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([cancel, deadline]);
  try {
    return judge(service, {
      format,
      answer: await post(service.url, { form, key: service.key, signal }),
    });
  } catch (thrown) {
    cancel.throwIfAborted();
    if (deadline.aborted)
      return { kind: 'again', error: tooLate(service, limitMs), pauseMs: null, format };
    const { host } = service.url;
    const failure = explainNetworkError(thrown, { host, key: service.key });
    const error = new WhisError('engine_failed', failure.message, { cause: thrown });
    return failure.isWorthRetrying
      ? { kind: 'again', error, pauseMs: null, format }
      : { kind: 'failed', error };
  }
}

function judge(
  service: Service,
  { format, answer }: { format: Format; answer: HttpAnswer },
): Outcome {
  const { status, headers, body, isCutOff } = answer;
  if (status === 200) {
    const transcript = isCutOff ? null : readTranscript(body);
    return transcript
      ? { kind: 'done', transcript }
      : { kind: 'failed', error: noTranscript(service) };
  }
  const error = refusal(service, answer);
  const isAboutFormat = status === 400 && /response_format|verbose_json/.test(body);
  if (isAboutFormat && format === 'verbose_json')
    return { kind: 'again', error, pauseMs: 0, format: 'json' };
  // An account without money is no matter of waiting.
  const isBusy = status === 429 && serviceCode(body) !== 'insufficient_quota';
  return isBusy || status >= 500
    ? { kind: 'again', error, pauseMs: retryAfterMs(headers, Date.now()), format }
    : { kind: 'failed', error };
}
