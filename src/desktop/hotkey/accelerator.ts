import { WhisError } from '../../protocol/errors.ts';
import { keys, type Key } from './keys.ts';

/** The keys that are held while another is pressed, in the order in which they are written. */
export const modifiers = ['ctrl', 'alt', 'shift', 'super'] as const;

/** A key that is held while another is pressed; `super` is ⌘ on a Mac and the Windows key elsewhere. */
export type Modifier = (typeof modifiers)[number];

/** A shortcut: one key, pressed while exactly these modifiers are held. */
export interface Accelerator {
  /** In the order of `modifiers`, each once. */
  readonly modifiers: readonly Modifier[];
  readonly key: Key;
}

const modifierNames: Readonly<Record<string, Modifier>> = {
  ctrl: 'ctrl',
  control: 'ctrl',
  alt: 'alt',
  option: 'alt',
  shift: 'shift',
  super: 'super',
  meta: 'super',
  win: 'super',
  windows: 'super',
  cmd: 'super',
  command: 'super',
};

const keyNames = new Map(keys.flatMap((key) => [key.name, ...key.aliases].map((n) => [n, key])));

const example = 'Write it like ctrl+shift+r.';

/**
 * Reads a shortcut such as `ctrl+shift+r`, `CommandOrControl+Shift+Space`, `super+F9` or `alt+;`, in
 * upper or lower case. A key that types something needs ctrl, alt or super beside it: the hook only
 * listens, so the key is typed as well. Throws `invalid_settings` naming the part that is wrong.
 */
export function parseAccelerator(text: string, { isMac }: { isMac: boolean }): Accelerator {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  const held = new Set<Modifier>();
  let key: Key | undefined;
  for (const part of parts) {
    if (part === '')
      throw refusal(text, `has an empty part (the plus key is called “=”). ${example}`);
    const modifier = findModifier(part, isMac);
    if (modifier !== undefined) {
      held.add(modifier);
      continue;
    }
    if (key !== undefined)
      throw refusal(text, `names two keys, “${key.name}” and “${part}”; only one can end it.`);
    key = keyNames.get(part);
    if (key === undefined) throw refusal(text, `has the part “${part}”. ${allowed()}`);
  }
  if (key === undefined) throw refusal(text, `names no key beside the modifiers. ${example}`);
  const isFunctionKey = /^f\d+$/.test(key.name);
  if (!isFunctionKey && !(['ctrl', 'alt', 'super'] as const).some((name) => held.has(name))) {
    throw refusal(
      text,
      `would be typed in the middle of a text. Add ctrl, alt or super, or use a function key.`,
    );
  }
  return { modifiers: modifiers.filter((name) => held.has(name)), key };
}

/** A shortcut as whis writes it: lower case, modifiers in one order. */
export function printAccelerator({ modifiers, key }: Accelerator): string {
  return [...modifiers, key.name].join('+');
}

function findModifier(part: string, isMac: boolean): Modifier | undefined {
  if (/^(command|cmd)or(control|ctrl)$/.test(part)) return isMac ? 'super' : 'ctrl';
  return Object.hasOwn(modifierNames, part) ? modifierNames[part] : undefined;
}

function refusal(text: string, what: string): WhisError {
  return new WhisError('invalid_settings', `The shortcut “${text}” ${what}`);
}

function allowed(): string {
  const names = keys.map(({ name }) => name).filter((name) => !/^(\w|f\d+|num\d)$/.test(name));
  return `Allowed are ${modifiers.join(', ')}, a letter, a digit, f1 to f24, num0 to num9 and ${names.join(' ')}`;
}
