import type { Host } from '../core/ports.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { OfflineListening, OfflineRequestType } from '../protocol/headless.ts';
import type { ErrorReply, ReplyTo, Request } from '../protocol/requests.ts';
import { takeLock } from '../store/lock.ts';
import { findPaths, makeFolders } from '../store/paths.ts';
import { Daemon } from './daemon.ts';

/** Answers one request from the files alone, as a daemon would. Never rejects. */
export async function answerOffline(
  surroundings: Surroundings,
  request: Request & { readonly type: OfflineRequestType },
  host: Host,
  listening: OfflineListening = {},
): Promise<ReplyTo<OfflineRequestType> | ErrorReply> {
  try {
    const paths = findPaths(surroundings);
    makeFolders(paths);
    // Not needed to read, but to mend: a daemon at another socket may have it. A download lasts, and
    // nobody's daemon is to wait for its end.
    const lock = request.type === 'download_model' ? null : takeLock(paths.lock);
    try {
      const { type, ...fields } = request;
      const options = {
        surroundings,
        paths,
        host,
        listen: {},
        mend: lock !== null,
        countClients: () => 0,
        onShutdown: () => {},
      };
      return (await Daemon.answerOnce(options, {
        type,
        fields,
        ...listening,
      })) as ReplyTo<OfflineRequestType>;
    } finally {
      lock?.close();
    }
  } catch (thrown) {
    const { code, message } = asWhisError(thrown);
    return { type: 'error', code, message };
  }
}
