import { nameOfKey } from './find.ts';
import { redact } from './redact.ts';
import { hostOf, type Service } from './service.ts';
import type { Trouble } from './trouble.ts';

interface Meaning {
  readonly found: string;
  readonly fix: (setting: string) => string;
}

const checkNetwork = () => 'Check the network.';
const refused: Meaning = {
  found: 'refused the connection',
  fix: (setting) => `Check that it runs, and the setting ${setting}.`,
};
const unknownHost: Meaning = {
  found: 'was not found',
  fix: (setting) => `Check the network, and the host in the setting ${setting}.`,
};
const lost: Meaning = {
  found: 'closed the connection before its answer was complete',
  fix: checkNetwork,
};
const unreachable: Meaning = { found: 'cannot be reached', fix: checkNetwork };

/** Source of the codes: Node's `errors.md` (common system errors) and `dns.md`. */
const meanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNRESET: lost,
  EPIPE: lost,
  ECONNABORTED: lost,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  EHOSTDOWN: unreachable,
  ENETUNREACH: unreachable,
  ENETDOWN: unreachable,
  EADDRNOTAVAIL: unreachable,
};

/** Why no answer came from a service, by what its connection has thrown. */
export function networkTrouble(service: Service, thrown: unknown): Trouble {
  const code = codeOf(thrown);
  const host = hostOf(service);
  const setting = `engines.${service.name}.base_url`;
  const meaning = meanings[code];
  if (meaning)
    return {
      code: 'engine_unreachable',
      found: `“${host}” ${meaning.found} (${code}).`,
      fix: meaning.fix(setting),
    };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const said = redact(text, service.key).replace(/\s+/g, ' ').trim().slice(0, 200);
  if (isAboutTls(code))
    return {
      code: 'engine_failed',
      found: `The connection to “${host}” is not safe (${code}): ${said}.`,
      fix: `Check the clock, the certificate, and whether ${setting} begins with the right one of http and https.`,
    };
  // The parser's errors: what answered does not speak HTTP.
  if (code.startsWith('HPE_'))
    return {
      code: 'engine_failed',
      found: `“${host}” does not answer in HTTP (${code}).`,
      fix: `Check the setting ${setting}.`,
    };
  if (code === 'ERR_INVALID_CHAR')
    return {
      code: 'engine_failed',
      found: 'The key holds characters that no key has.',
      fix: `Set it again: ${nameOfKey(service.name)}.`,
    };
  return {
    code: 'engine_unreachable',
    found: `“${host}” cannot be asked: ${said}.`,
    fix: checkNetwork(),
  };
}

function isAboutTls(code: string): boolean {
  return /^ERR_(SSL|TLS)_|CERT|^UNABLE_TO_|^EPROTO$/.test(code);
}

function codeOf(thrown: unknown): string {
  // Where a name has several addresses, each has an error of its own: the first one tells enough.
  const error = thrown instanceof AggregateError ? (thrown.errors[0] ?? thrown) : thrown;
  const code: unknown =
    error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? null) : null;
  return typeof code === 'string' ? code : '';
}
