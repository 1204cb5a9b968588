import type { RequestType } from '../protocol/requests.ts';
import { protocolVersion, version } from '../protocol/version.ts';
import { Client } from './client.ts';
import { elapsedMs } from './clock.ts';
import type { Context } from './context.ts';
import { dial } from './dial.ts';
import { findPlace, judgePlace } from './place.ts';

const defaultMs = 5000;

/** These are answered once a program or a device has done its part, each within its own deadline. */
const slowMs = 60_000;
const slow: ReadonlySet<RequestType> = new Set([
  'toggle',
  'start_session',
  'stop_session',
  'undo',
  'deliver_session',
  'list_microphones',
  'doctor',
]);

/** How long the reply to a request of this type is waited for, in milliseconds. */
export function patience(type: RequestType, { timeoutMs }: Pick<Context, 'timeoutMs'>): number {
  return timeoutMs ?? (slow.has(type) ? slowMs : defaultMs);
}

/**
 * Connects to the running daemon and greets it. `isAwaited` waits for one that is about to be there.
 * Throws `not_running`, `no_answer`, `unsafe_path`, `unsupported_protocol` and what it may answer.
 */
export async function reach(context: Context, options = { isAwaited: false }): Promise<Client> {
  const { client, greeted } = await knock(context, options);
  try {
    await greeted;
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

/** As `reach`, but the answer to the greeting is still to come: `greeted` rejects in its place. */
export async function knock(
  context: Context,
  { isAwaited } = { isAwaited: false },
): Promise<{ readonly client: Client; readonly greeted: Promise<unknown> }> {
  const endpoint = findPlace(context);
  if (!isAwaited) judgePlace(endpoint, context.surroundings.uid);
  const deadlineAt = elapsedMs() + (context.timeoutMs ?? defaultMs);
  const client = new Client(await dial(endpoint, { deadlineAt, isAwaited }), endpoint);
  const greeting = { protocol: protocolVersion, client: `whis ${version}` };
  const leftMs = Math.max(1, deadlineAt - elapsedMs());
  return { client, greeted: client.request('hello', greeting, leftMs) };
}
