import { setTimeout as wait } from 'node:timers/promises';

import type { Engine, RecordedAudio, Transcript } from '../../core/ports.ts';
import { isThisMachine } from '../../protocol/this-machine.ts';
import { ask } from './ask.ts';
import type { Patience, Service } from './service.ts';
import { shapes } from './shapes.ts';

/** How many recordings a service is given at the same time. */
const parallel = 3;

/** A service as the settings have it. */
export type ServiceSetUp = Omit<Service, 'shape'>;

/** A service with its shape; its base URL may end with a slash. */
export function serviceOf({ baseUrl, ...rest }: ServiceSetUp): Service {
  return { ...rest, baseUrl: baseUrl.replace(/\/+$/, ''), shape: shapes[rest.name] };
}

/** Transcribes with a service. */
export function serviceEngine(setUp: ServiceSetUp): Engine {
  const service = serviceOf(setUp);
  return {
    name: service.name,
    model: service.model,
    sendsAudioAway: !isThisMachine(new URL(service.baseUrl)),
    longestMs: service.shape.longestMs,
    parallel,
    // Each try has a connection of its own: there is nothing to make ready.
    warmUp() {},
    listen: () => null,
    detectSpeech: () => null,
    transcribe: (audio, cancel) => transcribe(service, { audio, cancel }),
    // Each try has a connection of its own, and ends it.
    close: async () => {},
  };
}

async function transcribe(
  service: Service,
  { audio, cancel }: { audio: RecordedAudio; cancel: AbortSignal },
): Promise<Transcript> {
  const { patience } = service;
  let isPlain = false;
  for (let attempt = 1; ; attempt++) {
    const outcome = await ask(service, { audio, isPlain, cancel });
    if (outcome.kind === 'done') return outcome.transcript;
    if (outcome.kind === 'failed' || attempt >= patience.tries) throw outcome.error;
    // It would only say no again: the session is kept, and can be tried again when it is time.
    if ((outcome.pauseMs ?? 0) > patience.longestPauseMs) throw outcome.error;
    isPlain = outcome.isPlain;
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
