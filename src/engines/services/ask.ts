import type { HttpAnswer, RecordedAudio, Transcript } from '../../core/ports.ts';
import type { WhisError } from '../../protocol/errors.ts';
import { deadlineMs } from '../deadline.ts';
import { longestAnswerBytes, retryAfterMs } from './answer.ts';
import { parseJson } from './content.ts';
import { networkTrouble } from './network.ts';
import { isPassing, noTranscript, refusal, tooLate } from './refusal.ts';
import type { Service } from './service.ts';
import { troubleError } from './trouble.ts';

/** One question to a service. */
export interface Question {
  readonly audio: RecordedAudio;
  /** Without what this service may not know: times, words. */
  readonly isPlain: boolean;
  readonly cancel: AbortSignal;
}

/** What came of one try. */
export type Outcome =
  | { readonly kind: 'done'; readonly transcript: Transcript }
  | { readonly kind: 'failed'; readonly error: WhisError }
  /** Worth another try, a plainer one or after the pause that the service asked for, if any. */
  | {
      readonly kind: 'again';
      readonly error: WhisError;
      readonly pauseMs: number | null;
      readonly isPlain: boolean;
    };

/** Asks a service once. Throws `audio_missing`, and the abort reason when `cancel` aborts. */
export async function ask(service: Service, question: Question): Promise<Outcome> {
  const { audio, isPlain, cancel } = question;
  const { shape, key, patience, exchange } = service;
  const { url, contentType, body } = await shape.upload(audio, { ...service, isPlain });
  const limitMs = deadlineMs(patience.allowance, audio.durationMs);
  const deadline = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([cancel, deadline]);
  const headers = { 'content-type': contentType, ...(key !== null && shape.keyHeader(key)) };
  try {
    const longestBytes = longestAnswerBytes;
    const answer = await exchange({ url, headers, body, longestBytes, signal });
    return judge(service, { isPlain, answer });
  } catch (thrown) {
    cancel.throwIfAborted();
    if (deadline.aborted) {
      const error = troubleError(tooLate(service, limitMs));
      return { kind: 'again', error, pauseMs: null, isPlain };
    }
    const trouble = networkTrouble(service, thrown);
    const error = troubleError(trouble, thrown);
    return trouble.code === 'engine_unreachable'
      ? { kind: 'again', error, pauseMs: null, isPlain }
      : { kind: 'failed', error };
  }
}

function judge(
  service: Service,
  { isPlain, answer }: { isPlain: boolean; answer: HttpAnswer },
): Outcome {
  const { status, headers, body, isCutOff } = answer;
  if (status === 200) {
    const transcript = isCutOff ? null : service.shape.read(parseJson(body));
    return transcript
      ? { kind: 'done', transcript }
      : { kind: 'failed', error: troubleError(noTranscript(service, answer)) };
  }
  const error = troubleError(refusal(service, answer));
  const isAboutExtras = (status === 400 || status === 422) && service.shape.extras.test(body);
  if (isAboutExtras && !isPlain) return { kind: 'again', error, pauseMs: 0, isPlain: true };
  return isPassing(answer)
    ? { kind: 'again', error, pauseMs: retryAfterMs(headers, Date.now()), isPlain }
    : { kind: 'failed', error };
}
