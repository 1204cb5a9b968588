import type { OfflineRequestType } from '../protocol/headless.ts';
import type { ErrorReply, Params, ReplyTo, Request, RequestType } from '../protocol/requests.ts';
import { refusal, type Client } from './client.ts';
import type { Context } from './context.ts';
import { whisError } from './failure.ts';
import { loadHeadless } from './headless.ts';
import { knock, patience, reach } from './reach.ts';

/** Asks the running daemon one thing. Throws `not_running` and what the daemon answers. */
export async function askDaemon<Type extends RequestType>(
  context: Context,
  type: Type,
  params: Params<Type>,
): Promise<ReplyTo<Type>> {
  const { client, greeted } = await knock(context);
  try {
    // The status changes nothing, whatever the greeting is answered with: it is asked along with it.
    if (type !== 'status') await greeted;
    const reply = client.request(type, params, patience(type, context));
    // Where both fail, the greeting says why.
    reply.catch(() => {});
    await greeted;
    return await reply;
  } finally {
    client.close();
  }
}

/** As `askDaemon`; when no daemon runs, the answer comes from the files alone. */
export async function askAnyway<Type extends OfflineRequestType>(
  context: Context,
  type: Type,
  params: Params<Type>,
): Promise<ReplyTo<Type>> {
  try {
    return await askDaemon(context, type, params);
  } catch (error) {
    if (!isNotRunning(error)) throw error;
  }
  return askFiles(context, type, params);
}

/** The answer from the files alone, for when no daemon runs. Throws what a daemon would answer. */
export async function askFiles<Type extends OfflineRequestType>(
  context: Context,
  type: Type,
  params: Params<Type>,
): Promise<ReplyTo<Type>> {
  const headless = await loadHeadless(context, 'Answering without a running daemon');
  const request = { type, ...params } as Request & { readonly type: OfflineRequestType };
  const reply: { readonly type: string } = await headless.answerOffline(
    context.surroundings,
    request,
  );
  if (reply.type === 'error') throw refusal(reply as ErrorReply);
  return reply as ReplyTo<Type>;
}

/** Connects to the daemon, and starts one first when none runs and it may. */
export async function reachOrSpawn(context: Context): Promise<Client> {
  try {
    return await reach(context);
  } catch (error) {
    if (!isNotRunning(error) || !context.maySpawn) throw error;
  }
  const { spawnDaemon } = await import('./later.ts');
  const readiness = await spawnDaemon(context);
  // Somebody else's daemon was faster: it is as good, and about to be there.
  if (!readiness.ready && readiness.code !== 'already_running') throw refusal(readiness);
  return reach(context, { isAwaited: true });
}

/** Whether an error says that there is no daemon. */
export function isNotRunning(error: unknown): boolean {
  return whisError(error).code === 'not_running';
}
