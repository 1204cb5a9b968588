import { WhisError } from '../errors.ts';
import type { DaemonState } from '../status.ts';
import type { Message } from './dialect.ts';

/** The words of the older program of this name, and the requests that they stand for. */
const requests: Readonly<Record<string, string>> = {
  Status: 'status',
  Toggle: 'toggle',
  Stop: 'shutdown',
};

/** It knew three states; paused is told as the one in which nothing is recorded. */
const stateWords: Readonly<Record<DaemonState, string>> = {
  idle: 'Idle',
  recording: 'Recording',
  transcribing: 'Transcribing',
  paused: 'Idle',
};

/** The word of a bare request: a JSON string, or an object with one key that is not `type`. */
export function bareWord(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if ('type' in value) return null;
  const [key, ...others] = Object.keys(value);
  return key === undefined || others.length > 0 ? null : key;
}

/** The request that a bare word stands for, or the problem `unknown_request`. */
export function readBare(word: string): { type: string } | WhisError {
  const type = Object.hasOwn(requests, word) ? requests[word] : undefined;
  if (type !== undefined) return { type };
  const known = Object.keys(requests).map((name) => `"${name}"`);
  return new WhisError(
    'unknown_request',
    `There is no request "${word.slice(0, 80)}". Bare requests are ${known.join(', ')}.`,
  );
}

/** Answers a bare request in kind: `"Idle"`, `"Success"`, `{"Error":"…"}`. */
export function writeBare(message: Message): string {
  if (message.type === 'error') return JSON.stringify({ Error: message['message'] });
  const state = message.type === 'status' ? message['state'] : message['to'];
  const word = typeof state === 'string' ? stateWords[state as DaemonState] : 'Success';
  return JSON.stringify(word);
}
