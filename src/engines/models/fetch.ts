import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

import { isSafeAddress } from './catalogue.ts';

/** More redirects than this lead nowhere. GitHub's downloads need one. */
const mostRedirects = 5;

/** What a server says or does that a second try does not change. */
export class Refused extends Error {}

/** Nobody is there: this machine has no network, or the server does not answer it. */
export class Unreachable extends Error {}

/** Source of the codes: Node's `errors.md` (common system errors) and `dns.md`. */
const unreached: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the server was not found',
  EAI_AGAIN: 'the server was not found',
  ECONNREFUSED: 'nobody answers there',
  ETIMEDOUT: 'nobody answers there',
  ENETUNREACH: 'there is no way to it',
  ENETDOWN: 'there is no way to it',
  EHOSTUNREACH: 'there is no way to it',
};

/** Reaches servers, through a proxy where the environment names one. */
export interface Network {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  /** A server that says nothing for this long is given up, in milliseconds. */
  readonly silenceMs: number;
}

/**
 * Makes the way to servers. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are heeded, in small letters
 * too, as Node's own agents do it. Whoever opens it closes it: `http.destroy()` and `https.destroy()`.
 */
export function openNetwork(
  env: Readonly<Record<string, string | undefined>>,
  silenceMs: number,
): Network {
  const options = { proxyEnv: { ...env }, keepAlive: false };
  return { http: new HttpAgent(options), https: new HttpsAgent(options), silenceMs };
}

/**
 * Asks for a file and follows redirects, to safe addresses only. Rejects with what the network
 * says, with `Unreachable` where nobody is, with `Refused` for an address that is not safe, and with
 * the abort reason when `signal` aborts. Whoever asked reads the body, or destroys it.
 */
export async function fetchFile(
  address: string,
  headers: Readonly<Record<string, string>>,
  { network, signal }: { readonly network: Network; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!isSafeAddress(url)) throw new Refused(`it leads to ${url.href}, which is not https`);
    const response = await ask(url, headers, { network, signal });
    const { statusCode = 0 } = response;
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return response;
    response.destroy();
    if (!URL.canParse(location, url.href))
      throw new Refused(`it leads to “${location}”, no address`);
    url = new URL(location, url);
  }
  throw new Refused(`it leads on and on, more than ${mostRedirects} times`);
}

function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { network, signal }: { readonly network: Network; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const isPlain = url.protocol === 'http:';
    const options = { headers, signal, agent: isPlain ? network.http : network.https };
    const asked = isPlain ? httpRequest(url, options) : httpsRequest(url, options);
    asked.setTimeout(network.silenceMs, () => {
      asked.destroy(
        new Unreachable(`the server has said nothing for ${network.silenceMs / 1000} s`),
      );
    });
    asked.once('response', resolve);
    // It may also break later: whoever reads the answer is told then.
    asked.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : plain(error)));
    asked.end();
  });
}

function plain(thrown: Error): Error {
  // Where a name has several addresses, each has an error of its own: the first one tells enough.
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : thrown;
  const error = first instanceof Error ? first : thrown;
  const meaning = unreached[(error as NodeJS.ErrnoException).code ?? ''];
  return meaning === undefined
    ? error
    : new Unreachable(`${meaning} (${error.message})`, { cause: thrown });
}
