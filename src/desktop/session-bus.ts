import type { Programs } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';

const deadlineMs = 2000;

/** A call of a method that takes and gives little. */
interface Call {
  readonly destination: string;
  readonly path: string;
  readonly member: `${string}.${string}`;
  readonly texts: readonly string[];
}

/** The programs that can ask, and how each is told; one of them is on nearly every desktop. */
const askers: readonly ((call: Call) => readonly [string, ...string[]])[] = [
  ({ destination, path, member, texts }) => {
    const at = member.lastIndexOf('.');
    const signature = 's'.repeat(texts.length);
    const method = [member.slice(0, at), member.slice(at + 1), signature, ...texts];
    return ['busctl', '--user', 'call', destination, path, ...method];
  },
  ({ destination, path, member, texts }) => [
    'gdbus',
    'call',
    '--session',
    `--dest=${destination}`,
    `--object-path=${path}`,
    `--method=${member}`,
    ...texts,
  ],
  ({ destination, path, member, texts }) => [
    'dbus-send',
    '--session',
    '--print-reply=literal',
    `--dest=${destination}`,
    path,
    member,
    ...texts.map((text) => `string:${text}`),
  ],
];

/** Whether a program on the session's D-Bus has a name; null where nobody can be asked. */
export async function hasOwner(programs: Programs, name: string): Promise<boolean | null> {
  const said = await ask(programs, {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    member: 'org.freedesktop.DBus.NameHasOwner',
    texts: [name],
  });
  return said === null ? null : /\btrue\b/.test(said);
}

/** Whether the desktop's portal has an interface; null where nobody can be asked. */
export async function hasPortal(programs: Programs, name: string): Promise<boolean | null> {
  const said = await ask(programs, {
    destination: 'org.freedesktop.portal.Desktop',
    path: '/org/freedesktop/portal/desktop',
    member: 'org.freedesktop.DBus.Properties.Get',
    texts: [`org.freedesktop.portal.${name}`, 'version'],
  });
  return said === null ? null : said !== '';
}

/** What was answered; empty for a refusal, or when no bus is there; null without a program to ask with. */
async function ask(programs: Programs, call: Call): Promise<string | null> {
  for (const asker of askers) {
    const argv = asker(call);
    if (programs.find(argv[0]) === null) continue;
    try {
      const { stdout } = await programs.run(argv, { deadlineMs });
      return new TextDecoder().decode(stdout);
    } catch (thrown) {
      if (asWhisError(thrown).code === 'program_failed') return '';
      // A bus that does not answer, or a program that cannot be started: the next one may know more.
    }
  }
  return null;
}
