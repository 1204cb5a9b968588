/** How the keys that are held are written on the keyboards of each system. */
const held: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  darwin: { ctrl: '⌃', alt: '⌥', shift: '⇧', super: '⌘' },
  win32: { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', super: 'Win' },
  linux: { ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', super: 'Super' },
};

/** What a key of the browser's is called in a shortcut; letters, digits and F-keys are told by their code. */
const codes: Readonly<Record<string, string>> = {
  Space: 'space',
  Tab: 'tab',
  Enter: 'enter',
  Backspace: 'backspace',
  Insert: 'insert',
  Delete: 'delete',
  Home: 'home',
  End: 'end',
  PageUp: 'pageup',
  PageDown: 'pagedown',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PrintScreen: 'printscreen',
  ScrollLock: 'scrolllock',
  Semicolon: ';',
  Equal: '=',
  Comma: ',',
  Minus: '-',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  BracketLeft: '[',
  Backslash: '\\',
  BracketRight: ']',
  Quote: "'",
  NumpadMultiply: 'nummult',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadDecimal: 'numdec',
  NumpadDivide: 'numdiv',
  NumpadEnter: 'numenter',
};

/** What a press of keys says. */
export type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/** The keys of a shortcut, each as it is written on the keyboard. */
export function keyNames(accelerator: string, platform: string): string[] {
  const names = held[platform] ?? held['linux'] ?? {};
  return accelerator.split('+').map((part) => names[part] ?? capitalised(part));
}

/**
 * The shortcut that a press writes, by places of a US keyboard as the daemon counts them, such as
 * `ctrl+shift+r`; null for a key that ends no shortcut, as ctrl alone.
 */
export function acceleratorOf(pressed: Pressed): string | null {
  const key = keyOf(pressed.code);
  if (key === null) return null;
  const modifiers = heldIn(pressed);
  return [...modifiers, key].join('+');
}

/** The modifiers that are held, in the order in which they are written. */
export function heldIn({ ctrlKey, altKey, shiftKey, metaKey }: Pressed): string[] {
  return [
    ...(ctrlKey ? ['ctrl'] : []),
    ...(altKey ? ['alt'] : []),
    ...(shiftKey ? ['shift'] : []),
    ...(metaKey ? ['super'] : []),
  ];
}

function keyOf(code: string): string | null {
  const [, plain] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (plain !== undefined) return plain.toLowerCase();
  if (/^F([1-9]|1\d|2[0-4])$/.test(code)) return code.toLowerCase();
  const [, number] = /^Numpad(\d)$/.exec(code) ?? [];
  if (number !== undefined) return `num${number}`;
  return codes[code] ?? null;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
