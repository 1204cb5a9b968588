import { setTimeout as wait } from 'node:timers/promises';

import type { Engine, RecordedAudio, Transcript } from '../../core/ports.ts';
import type { ServiceName } from '../../protocol/settings.ts';
import { ask, type Format } from './ask.ts';
import { isThisMachine, type Patience, type Service } from './service.ts';

/** Transcribes with a service that understands OpenAI's `/v1/audio/transcriptions`. */
export function openaiEngine({
  name,
  baseUrl,
  ...rest
}: Omit<Service, 'url'> & {
  readonly name: ServiceName;
  /** Ends in `/v1`. */
  readonly baseUrl: string;
}): Engine {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/audio/transcriptions`);
  const service: Service = { ...rest, url };
  return {
    name,
    model: service.model,
    sendsAudioAway: !isThisMachine(url),
    longestMs: null,
    parallel: 3,
    // Each try has a connection of its own: there is nothing to make ready.
    warmUp() {},
    listen: () => null,
    transcribe: (audio, cancel) => transcribe(service, { audio, cancel }),
    // Each try has a connection of its own, and ends it.
    close: async () => {},
  };
}

async function transcribe(
  service: Service,
  { audio, cancel }: { audio: RecordedAudio; cancel: AbortSignal },
): Promise<Transcript> {
  const { patience, model } = service;
  // OpenAI's newer models know `json` only; of Whisper we want the times too.
  let format: Format = /whisper/i.test(model) ? 'verbose_json' : 'json';
  for (let attempt = 1; ; attempt++) {
    const outcome = await ask(service, { audio, format, cancel });
    if (outcome.kind === 'done') return outcome.transcript;
    if (outcome.kind === 'failed' || attempt >= patience.tries) throw outcome.error;
    // It would only say no again: the session is kept, and can be tried again when it is time.
    if ((outcome.pauseMs ?? 0) > patience.longestPauseMs) throw outcome.error;
    format = outcome.format;
    await pause(outcome.pauseMs ?? backOffMs(patience, attempt), cancel);
  }
}

/** Doubles with each try; up to half of it is chance, so that many clients do not come back at once. */
function backOffMs(patience: Patience, attempt: number): number {
  const longest = patience.backOffMs * 2 ** (attempt - 1);
  return longest * (1 - Math.random() / 2);
}

async function pause(pauseMs: number, cancel: AbortSignal): Promise<void> {
  try {
    await wait(pauseMs, undefined, { signal: cancel });
  } catch (error) {
    // Node wraps the reason into an AbortError of its own.
    cancel.throwIfAborted();
    throw error;
  }
}
