import type { StartCommand } from './command.ts';

/** The name under which launchd knows the daemon. */
export const agentLabel = 'app.whis.listen';

/**
 * Writes a launchd agent (launchd.plist(5)): begun at login, and again after a crash; an exit that
 * says why (another daemon, a path) is left alone.
 */
export function launchAgent({ argv, env }: StartCommand): string {
  const strings = argv.map((word) => `    <string>${escape(word)}</string>`);
  const variables = Object.entries(env).flatMap(([name, value]) => [
    `    <key>${escape(name)}</key>`,
    `    <string>${escape(value)}</string>`,
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key>',
    `  <string>${agentLabel}</string>`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...strings,
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...variables,
    '  </dict>',
    '  <key>RunAtLoad</key>',
    '  <true/>',
    '  <key>KeepAlive</key>',
    '  <dict>',
    '    <key>Crashed</key>',
    '    <true/>',
    '  </dict>',
    '  <key>ProcessType</key>',
    '  <string>Interactive</string>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

/** The program and arguments of an agent that was written here; null when it has none. */
export function commandOfAgent(text: string): readonly string[] | null {
  const list = /<key>ProgramArguments<\/key>\s*<array>(.*?)<\/array>/s.exec(text)?.[1];
  if (list === undefined) return null;
  const words = Array.from(list.matchAll(/<string>(.*?)<\/string>/gs), ([, word = '']) => word);
  return words.length === 0 ? null : words.map(unescape);
}

const entities: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  // A parser makes a line feed of it otherwise.
  ['\r', '&#13;'],
];

function escape(text: string): string {
  return entities.reduce((whole, [character, entity]) => whole.replaceAll(character, entity), text);
}

function unescape(text: string): string {
  // The ampersand last, so that nothing is read twice.
  return entities.reduceRight(
    (whole, [character, entity]) => whole.replaceAll(entity, character),
    text,
  );
}
