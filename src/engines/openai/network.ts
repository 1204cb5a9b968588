import { redact } from './redact.ts';

/** What a failed connection means for a person, and whether it may be otherwise in a second. */
export interface NetworkFailure {
  readonly message: string;
  readonly isWorthRetrying: boolean;
}

const refused =
  'refused the connection. Check that it runs, and the setting engines.openai.base_url';
const unknownHost =
  'was not found. Check the network, and the host in the setting engines.openai.base_url';
const lost = 'closed the connection before its answer was complete. Check the network';
const unreachable = 'cannot be reached. Check the network';

/** Source of the codes: Node's `errors.md` (common system errors) and `dns.md`. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNRESET: lost,
  EPIPE: lost,
  ECONNABORTED: lost,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
};

/** Explains why no answer came from a host. */
export function explainNetworkError(
  thrown: unknown,
  { host, key }: { readonly host: string; readonly key: string | null },
): NetworkFailure {
  const code = codeOf(thrown);
  const meaning = meanings[code];
  if (meaning) return { message: `“${host}” ${meaning} (${code}).`, isWorthRetrying: true };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const said = redact(text, key).replace(/\s+/g, ' ').trim().slice(0, 200);
  if (isAboutTls(code))
    return {
      message: `The connection to “${host}” is not safe (${code}): ${said}. Check the clock, the certificate, and whether engines.openai.base_url begins with the right one of http and https.`,
      isWorthRetrying: false,
    };
  // The parser's errors: what answered does not speak HTTP.
  if (code.startsWith('HPE_'))
    return {
      message: `“${host}” does not answer in HTTP (${code}). Check the setting engines.openai.base_url.`,
      isWorthRetrying: false,
    };
  if (code === 'ERR_INVALID_CHAR')
    return {
      message:
        'The key holds characters that no key has. Set it again: whis config set engines.openai.api_key -',
      isWorthRetrying: false,
    };
  return { message: `“${host}” cannot be asked: ${said}.`, isWorthRetrying: true };
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
