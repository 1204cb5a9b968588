import type { Interest } from '../../core/feed.ts';
import { WhisError } from '../../protocol/errors.ts';
import type { Status } from '../../protocol/status.ts';
import { minProtocolVersion, protocolVersion } from '../../protocol/version.ts';
import type { Parts } from '../parts.ts';
import type { SessionIds } from '../session-ids.ts';
import type { Identity } from '../status.ts';
import type { Methods } from './methods.ts';

type Service = 'hello' | 'ping' | 'status' | 'subscribe' | 'unsubscribe' | 'shutdown';

/** The requests about the service itself. */
export function serviceMethods(
  { feed }: Pick<Parts, 'feed'>,
  ids: SessionIds,
  {
    identity,
    status,
    shutdown,
  }: { identity: Identity; status: () => Status; shutdown: () => void },
): Methods<Service> {
  return {
    hello({ protocol = protocolVersion, client = 'the client' }) {
      if (protocol > protocolVersion) {
        throw new WhisError(
          'unsupported_protocol',
          `This daemon speaks protocol ${protocolVersion}, ${client} asks for ${protocol}. Upgrade the daemon: install the newer whis, then whis stop`,
        );
      }
      if (protocol < minProtocolVersion) {
        throw new WhisError(
          'unsupported_protocol',
          `This daemon understands protocol ${minProtocolVersion} and newer, ${client} speaks ${protocol}. Upgrade the client.`,
        );
      }
      return {
        type: 'welcome',
        protocol: protocolVersion,
        min_protocol: minProtocolVersion,
        ...identity,
        capabilities: ['events', 'replay', 'history', 'settings'],
      };
    },
    ping: () => ({ type: 'pong' }),
    status: () => ({ type: 'status', ...status() }),
    subscribe({ events, session_id: word, since_seq: since, level }, caller) {
      const interest: Interest = {
        topics: new Set(events ?? ['all']),
        sessionId: word === undefined ? undefined : ids.find(word),
        level,
      };
      feed.subscribe(interest, caller.hear);
      const missed = since === undefined ? [] : feed.replay(since, interest);
      caller.afterReply(() => caller.catchUp(missed));
      return { type: 'subscribed', ...status() };
    },
    unsubscribe(_, caller) {
      feed.unsubscribe(caller.hear);
      return { type: 'ok' };
    },
    shutdown(_, caller) {
      caller.afterReply(shutdown);
      return { type: 'ok' };
    },
  };
}
