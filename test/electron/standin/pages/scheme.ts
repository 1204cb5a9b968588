// Chromium knows no scheme of the app's own, so app://host/path goes through it as
// https://host-app.invalid/path: a secure context that can never reach a network. A hyphen and no
// dot, so that two hosts are two sites.

const schemes = new Set<string>();

/** From now on the URLs of this scheme are translated. */
export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

/** Whether a URL, as the app writes it, is of one of its own schemes. */
export function isOwn(url: string): boolean {
  return schemes.has(url.slice(0, url.indexOf(':')));
}

/** The URL as Chromium has it. */
export function toChromium(url: string): string {
  const {
    scheme,
    host,
    rest = '',
  } = /^(?<scheme>[a-z]+):\/\/(?<host>[^/?#]*)(?<rest>.*)/.exec(url)?.groups ?? {};
  if (scheme === undefined || !schemes.has(scheme)) return url;
  return `https://${host}-${scheme}.invalid${rest}`;
}

/** The URL as the app writes it. */
export function toApp(url: string): string {
  const {
    scheme,
    host,
    rest = '',
  } = /^https:\/\/(?<host>[^/]*)-(?<scheme>[a-z]+)\.invalid(?<rest>.*)/.exec(url)?.groups ?? {};
  if (scheme === undefined || !schemes.has(scheme)) return url;
  return `${scheme}://${host}${rest}`;
}

/** A Content-Security-Policy in Chromium's words; a scheme alone can only be narrowed to 'self'. */
export function translatePolicy(policy: string): string {
  const translate = (word: string) => {
    const token = word.replace(/;$/, '');
    const isScheme = token.endsWith(':') && schemes.has(token.slice(0, -1));
    return word.replace(token, isScheme ? "'self'" : toChromium(token));
  };
  return policy.split(' ').map(translate).join(' ');
}
