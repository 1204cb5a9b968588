import { WhisError } from './errors.ts';

/** What is known about the place a process runs in: its platform, environment and user. */
export interface Surroundings {
  /** As `process.platform` says it. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** User id; −1 where there is none (Windows). */
  readonly uid: number;
  /** `DOMAIN\user` on Windows, else the user's name. */
  readonly user: string;
  /** Home directory, absolute. */
  readonly home: string;
}

/** Where a daemon and its clients meet. */
export interface Endpoint {
  /** Path of the socket, or of the named pipe. */
  readonly socket: string;
  readonly pidFile: string;
  /** The folder that holds the socket, and who answers for its safety; null for a named pipe. */
  readonly directory: {
    readonly path: string;
    readonly origin: 'runtime' | 'fallback' | 'chosen';
  } | null;
}

/** The longest path of a socket, in bytes: 104 with its ending zero on macOS, 108 on Linux. */
export const maxSocketPathBytes = 103;

/**
 * Finds the socket. `chosen` is what `--socket` or the setting `socket_path` names; the first that is
 * given wins, then `WHIS_SOCKET`, then the platform's own place.
 * Throws `unsafe_path` for a relative path or XDG_RUNTIME_DIR and for a path that ends in a slash, `path_too_long` past 103 bytes.
 */
export function findEndpoint(
  { platform, env, uid, user, home }: Surroundings,
  chosen: { readonly flag?: string | undefined; readonly setting?: string | null | undefined } = {},
): Endpoint {
  const path = chosen.flag ?? (env['WHIS_SOCKET'] || chosen.setting);
  if (path) return chosenEndpoint(path, platform);
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] || `${home}\\AppData\\Local`;
    return {
      socket: `\\\\.\\pipe\\whis-${fingerprint(user.toLowerCase())}`,
      pidFile: `${local}\\whis\\whis.pid`,
      directory: null,
    };
  }
  const runtime = platform === 'darwin' ? undefined : env['XDG_RUNTIME_DIR'];
  if (!runtime) return inDirectory(`/tmp/whis-${uid}`, 'fallback');
  if (!runtime.startsWith('/')) {
    throw new WhisError(
      'unsafe_path',
      `XDG_RUNTIME_DIR is “${runtime}”, which is not an absolute path. Set it: export XDG_RUNTIME_DIR=/run/user/${uid}`,
    );
  }
  return inDirectory(runtime.replace(/\/+$/, '') || '/', 'runtime');
}

/** What a look at a directory (not followed, if it is a link) has found; null: nothing is there. */
export interface DirectoryFacts {
  readonly isDirectory: boolean;
  readonly isLink: boolean;
  /** Permission bits, with the sticky bit. */
  readonly mode: number;
  readonly uid: number;
}

/**
 * Judges whether a socket may stand in a directory: nobody else may be able to put one there.
 * Returns the error `unsafe_path` with the command that mends it, or null when all is well.
 */
export function judgeDirectory(
  directory: NonNullable<Endpoint['directory']>,
  facts: DirectoryFacts | null,
  uid: number,
): WhisError | null {
  const { path, origin } = directory;
  const name = origin === 'runtime' ? `XDG_RUNTIME_DIR (${path})` : path;
  const refuse = (what: string, remedy: string) =>
    new WhisError('unsafe_path', `${name} ${what}, so the socket is not safe there. ${remedy}`);
  const make = `Make it: mkdir -m 700 -p '${path}'`;
  if (facts === null) return refuse('does not exist', make);
  if (facts.isLink) return refuse('is a link', `Name the folder itself, or remove the link.`);
  if (!facts.isDirectory) return refuse('is not a directory', 'Name another one with --socket.');
  if (origin === 'chosen') {
    const isOurs = facts.uid === uid || facts.uid === 0;
    if (!isOurs)
      return refuse(`belongs to user ${facts.uid}`, 'Name one of your own with --socket.');
    const isSticky = (facts.mode & 0o1000) !== 0;
    if ((facts.mode & 0o022) === 0 || isSticky) return null;
    return refuse(
      `can be written by others (mode ${octal(facts.mode)})`,
      `Close it: chmod go-w '${path}'`,
    );
  }
  if (facts.uid !== uid) {
    return refuse(
      `belongs to user ${facts.uid}`,
      `Set your own: export XDG_RUNTIME_DIR=/run/user/${uid}`,
    );
  }
  if ((facts.mode & 0o077) === 0) return null;
  return refuse(`is open to others (mode ${octal(facts.mode)})`, `Close it: chmod 700 '${path}'`);
}

/** The settings file: its place is public, since it may name the socket. */
export function settingsFile({ platform, env, home }: Surroundings): string {
  if (platform === 'win32')
    return `${env['APPDATA'] || `${home}\\AppData\\Roaming`}\\whis\\settings.json`;
  if (platform === 'darwin') return `${home}/Library/Application Support/whis/settings.json`;
  return `${absolute(env['XDG_CONFIG_HOME']) ?? `${home}/.config`}/whis/settings.json`;
}

/** The XDG rule: a base directory that is not absolute counts as unset. */
export function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path.replace(/\/+$/, '') || '/' : undefined;
}

function chosenEndpoint(path: string, platform: string): Endpoint {
  if (platform === 'win32') return { socket: path, pidFile: `${path}.pid`, directory: null };
  if (!path.startsWith('/')) {
    throw new WhisError(
      'unsafe_path',
      `The socket's path “${path}” is not absolute. Begin it with /.`,
    );
  }
  if (path.endsWith('/')) {
    throw new WhisError(
      'unsafe_path',
      `The socket's path “${path}” ends in a slash. Name a file in that folder: ${path}whis.sock`,
    );
  }
  const slash = path.lastIndexOf('/');
  const directory = { path: path.slice(0, slash) || '/', origin: 'chosen' } as const;
  return bounded({ socket: path, pidFile: path.replace(/(\.sock)?$/, '.pid'), directory });
}

function inDirectory(path: string, origin: 'runtime' | 'fallback'): Endpoint {
  return bounded({
    socket: `${path === '/' ? '' : path}/whis.sock`,
    pidFile: `${path === '/' ? '' : path}/whis.pid`,
    directory: { path, origin },
  });
}

function bounded(endpoint: Endpoint): Endpoint {
  const bytes = new TextEncoder().encode(endpoint.socket).length;
  if (bytes <= maxSocketPathBytes) return endpoint;
  throw new WhisError(
    'path_too_long',
    `The socket's path has ${bytes} bytes, ${maxSocketPathBytes} is the most: ${endpoint.socket}. Name a shorter one with --socket.`,
  );
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** FNV-1a, 64 bits, as 16 hexadecimal digits: stable and short, not a secret. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
