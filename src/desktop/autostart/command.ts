/** What is started when the person logs in. */
export interface StartCommand {
  /** The program, by its absolute path, and its arguments. */
  readonly argv: readonly string[];
  /** Variables that it needs besides those of the session. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The variables of a shell that a session does not have by itself: where whis keeps things, and the
 * PATH on which it finds recorders and engines.
 */
const wanted = [
  'PATH',
  'WHIS_SOCKET',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
] as const;

/** Picks what a daemon that is started at login needs of the environment that it is set up in. */
export function variablesToKeep(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    wanted.flatMap((name) => (env[name] ? [[name, env[name]] as const] : [])),
  );
}
