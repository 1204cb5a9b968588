import { WhisError } from '../errors.ts';

/** The deepest nesting of arrays and objects in a request. */
export const maxNesting = 32;

const maxIdCharacters = 128;

/** What a client gave its request to know the reply by; returned unchanged. */
export type RequestId = string | number;

/** A request that was read: its request (still to be checked against its type), or what is wrong. */
export type ReadRequest =
  | { readonly id?: RequestId; readonly request: Record<string, unknown> & { type: string } }
  | { readonly id?: RequestId; readonly problem: WhisError };

/**
 * Reads one message as a tagged request. Never throws: the problem is `bad_json` or `invalid_request`,
 * with the id wherever one could be read. Keys named `__proto__` are dropped, at any depth.
 */
export function readRequest(line: string): ReadRequest {
  const value = parseJson(line);
  return value instanceof WhisError ? { problem: value } : readTagged(value);
}

/** As `readRequest`, from JSON that was parsed already. */
export function readTagged(value: unknown): ReadRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return invalid(`A request is an object, for example {"type":"status"}.`);
  }
  const { id, ...request } = value as Record<string, unknown>;
  if (id !== undefined && !isRequestId(id)) {
    return invalid(`“id” must be a string of up to ${maxIdCharacters} characters or an integer.`);
  }
  const echo = id === undefined ? {} : { id };
  if (!hasType(request)) {
    return {
      ...echo,
      ...invalid(`“type” is missing: {"type":"status"} would ask for the status.`),
    };
  }
  return { ...echo, request };
}

/** Writes a reply, an event or a request as one line, `\n` included. */
export function writeMessage(message: object, id?: RequestId): string {
  const json = JSON.stringify(message);
  // A message has a type, at least: something follows the comma.
  return id === undefined ? `${json}\n` : `{"id":${JSON.stringify(id)},${json.slice(1)}\n`;
}

/** Parses one request's JSON. Never throws: the problem is `bad_json`. */
export function parseJson(line: string): unknown {
  if (nesting(line) > maxNesting) {
    return new WhisError('bad_json', `The request is nested past ${maxNesting} levels.`);
  }
  try {
    // A look at every key takes longer than all the rest: only where one may be called that, or
    // spelt with escapes.
    return line.includes('__proto__') || line.includes('\\')
      ? JSON.parse(line, (key, value: unknown) => (key === '__proto__' ? undefined : value))
      : JSON.parse(line);
  } catch {
    return new WhisError('bad_json', 'The request is not JSON: one object a line is understood.');
  }
}

/** The deepest nesting outside of strings; counted, so that no depth can exhaust a parser's stack. */
function nesting(line: string): number {
  // Most requests are too short to be nested too deep.
  if (line.length <= maxNesting) return 0;
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

function hasType(
  request: Record<string, unknown>,
): request is Record<string, unknown> & { type: string } {
  return typeof request['type'] === 'string';
}

function isRequestId(id: unknown): id is RequestId {
  if (typeof id === 'string') return Array.from(id).length <= maxIdCharacters;
  return Number.isSafeInteger(id);
}

function invalid(message: string): { problem: WhisError } {
  return { problem: new WhisError('invalid_request', message) };
}
