import { WhisError } from '../protocol/errors.ts';
import type { WhisEvent } from '../protocol/events.ts';
import { printable } from '../protocol/printable.ts';
import type { ErrorReply, ReplyTo } from '../protocol/requests.ts';
import { isNotRunning } from './ask.ts';
import { refusal, type Client } from './client.ts';
import type { Context } from './context.ts';
import { loadHeadless } from './headless.ts';
import { onInterrupt } from './keys.ts';
import { patience, reach } from './reach.ts';
import { retryLine, transferLine } from './transfer.ts';
import { truncate } from './width.ts';

type Downloaded = ReplyTo<'download_model'>;

/**
 * Has the daemon download a model, or does it in this process where none runs, and shows how far it
 * is. Ctrl-C ends it (`interrupted`); what has come is kept.
 */
export async function downloadModel(context: Context, name: string): Promise<Downloaded> {
  const { terminal } = context;
  const stop = new AbortController();
  const forget = onInterrupt(() => stop.abort());
  const show = progressOf(name, context);
  try {
    const client = await reach(context).catch((error: unknown) => {
      if (isNotRunning(error)) return null;
      throw error;
    });
    return await (client
      ? throughDaemon(client, context, { name, show, stop: stop.signal })
      : inThisProcess(context, { name, show, stop: stop.signal }));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    throw new WhisError(
      'interrupted',
      `What has come of “${printable(name)}” is kept. Go on: whis model download ${printable(name)}`,
    );
  } finally {
    terminal.clearProgress();
    forget();
  }
}

interface Following {
  readonly name: string;
  readonly show: (event: WhisEvent) => void;
  readonly stop: AbortSignal;
}

async function throughDaemon(
  client: Client,
  context: Context,
  { name, show, stop }: Following,
): Promise<Downloaded> {
  const cancel = () => {
    const asked = client.request('cancel_download', { name }, patience('cancel_download', context));
    asked.catch(() => client.close());
  };
  try {
    await client.request('subscribe', { events: ['status'] }, patience('subscribe', context));
    stop.addEventListener('abort', cancel, { once: true });
    if (stop.aborted) cancel();
    void follow(client, show);
    return await client.request('download_model', { name }, context.timeoutMs ?? Infinity);
  } finally {
    client.close();
  }
}

async function follow(client: Client, show: (event: WhisEvent) => void): Promise<void> {
  for await (const event of client.events()) show(event);
}

async function inThisProcess(
  context: Context,
  { name, show, stop }: Following,
): Promise<Downloaded> {
  const headless = await loadHeadless(context, 'Downloading a model');
  const reply: Downloaded | ErrorReply = (await headless.answerOffline(
    context.surroundings,
    { type: 'download_model', name },
    { hear: show, stop },
  )) as Downloaded | ErrorReply;
  if (reply.type === 'error') throw refusal(reply);
  return reply;
}

/** Shows the progress of one model on the terminal. */
function progressOf(name: string, { terminal }: Context): (event: WhisEvent) => void {
  return (event) => {
    if (event.event !== 'model_progress' || event.data.name !== name) return;
    const { stage, received_bytes: received, total_bytes: total, retry } = event.data;
    if (stage === 'done' || stage === 'failed') return;
    const line = retry
      ? printable(retryLine(retry, received))
      : transferLine({ received, total }, event.data.bytes_per_second);
    const what = stage === 'downloading' ? name : `${name}, ${stage}`;
    terminal.progress(truncate(`${printable(what)}  ${line}`, (terminal.columns ?? 80) - 1));
  };
}
