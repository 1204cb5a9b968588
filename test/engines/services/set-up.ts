import { createServer, type Socket } from 'node:net';

import type { Engine, Hints, RecordedAudio } from '../../../src/core/ports.ts';
import { wavHeader } from '../../../src/core/wav.ts';
import { exchange } from '../../../src/daemon/exchange.ts';
import { serviceEngine } from '../../../src/engines/services/engine.ts';
import type { Patience } from '../../../src/engines/services/service.ts';
import type { WhisError } from '../../../src/protocol/errors.ts';
import type { ServiceName } from '../../../src/protocol/settings.ts';
import { never, openWorkplace } from '../workplace.ts';
import type { Reaction, Received } from './service.ts';

/** A key that no service knows. */
export const key = 'sk-test-0123456789abcdef';

/** As often as usual, without the pauses. */
export const quick: Patience = {
  tries: 3,
  allowance: { baseMs: 10_000, perAudioMs: 1 },
  backOffMs: 10,
  longestPauseMs: 2000,
};

const samples = Int16Array.from({ length: 1000 }, (_, index) => index);

/** The bytes of the WAV file that `someAudio` is. */
export const recording = Buffer.concat([wavHeader(2000), new Uint8Array(samples.buffer)]);

/** An engine that asks a service at an address of the test's own. */
export function engineOf(
  baseUrl: string,
  options: {
    name?: ServiceName;
    key?: string | null;
    model?: string;
    patience?: Patience;
  } = {},
): Engine {
  return serviceEngine({
    name: 'openai',
    baseUrl,
    model: 'whisper-1',
    key,
    patience: quick,
    exchange,
    ...options,
  });
}

/** A recording on disk. */
export async function someAudio(
  content: Int16Array = samples,
  hints: Partial<Hints> = {},
): Promise<RecordedAudio> {
  const workplace = await openWorkplace();
  return { ...(await workplace.record(content)), ...hints };
}

/** What an engine throws. */
export async function failureOf(engine: Engine, audio: RecordedAudio): Promise<WhisError> {
  try {
    await engine.transcribe(audio, never);
  } catch (error) {
    return error as WhisError;
  }
  throw new Error('nothing was thrown');
}

/** The form in a request. */
export function formOf(request: Received | undefined): Promise<FormData> {
  const type = request?.headers['content-type'] ?? '';
  return new Response(new Uint8Array(request?.body ?? []), {
    headers: { 'content-type': type },
  }).formData();
}

/** A port that nobody listens to. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A service that has too much to do. */
export const busy = {
  status: 429,
  body: JSON.stringify({ error: { message: 'Rate limit reached' } }),
};

/** A service that is out of order. */
export function broken(status: number): Reaction {
  return { status, body: 'out of order' };
}

/** A service that says no as OpenAI does. */
export function refuse(status: number, message: string): Reaction {
  return { status, body: JSON.stringify({ error: { message, type: 'invalid_request_error' } }) };
}

/** A service whose answer breaks off. */
export function cutShort(socket: Socket): void {
  socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"text": "half of');
}
