/** A key of the keyboard. */
export interface Key {
  /** Its name in an accelerator. */
  readonly name: string;
  /**
   * Its number at the hook; more than one where NumLock changes it. The hook counts places of a US
   * keyboard, not letters: `z` is the key beside `t` on a German one too. Source: `UiohookKey` in
   * uiohook-napi 1.5.5; a test compares them.
   */
  readonly codes: readonly number[];
  /** Its name in X11 and in the Wayland compositors: xkbcommon-keysyms.h without `XKB_KEY_`. */
  readonly keysym: string;
  /** Other names that people and Electron's accelerators use. */
  readonly aliases: readonly string[];
}

/** Letters and digits of the US keyboard, row by row, each row with the code of its first key. */
const rows: readonly (readonly [string, number])[] = [
  ['1234567890', 2],
  ['qwertyuiop', 16],
  ['asdfghjkl', 30],
  ['zxcvbnm', 44],
];

/** First code and first function key of each run. */
const functionRows: readonly (readonly [count: number, first: number, code: number])[] = [
  [10, 1, 59],
  [2, 11, 87],
  [3, 13, 91],
  [9, 16, 99],
];

const others: readonly (readonly [
  name: string,
  codes: readonly number[],
  keysym: string,
  ...aliases: string[],
])[] = [
  ['space', [57], 'space', 'spacebar'],
  ['tab', [15], 'Tab'],
  ['enter', [28], 'Return', 'return'],
  ['escape', [1], 'Escape', 'esc'],
  ['backspace', [14], 'BackSpace'],
  ['insert', [3666], 'Insert', 'ins'],
  ['delete', [3667], 'Delete', 'del'],
  ['home', [3655], 'Home'],
  ['end', [3663], 'End'],
  ['pageup', [3657], 'Prior', 'pgup'],
  ['pagedown', [3665], 'Next', 'pgdn'],
  ['up', [57416], 'Up', 'arrowup'],
  ['down', [57424], 'Down', 'arrowdown'],
  ['left', [57419], 'Left', 'arrowleft'],
  ['right', [57421], 'Right', 'arrowright'],
  ['printscreen', [3639], 'Print', 'print'],
  ['scrolllock', [70], 'Scroll_Lock'],
  [';', [39], 'semicolon', 'semicolon'],
  ['=', [13], 'equal', 'equal', 'plus'],
  [',', [51], 'comma', 'comma'],
  ['-', [12], 'minus', 'minus'],
  ['.', [52], 'period', 'period'],
  ['/', [53], 'slash', 'slash'],
  ['`', [41], 'grave', 'backquote', 'grave'],
  ['[', [26], 'bracketleft', 'bracketleft'],
  ['\\', [43], 'backslash', 'backslash'],
  [']', [27], 'bracketright', 'bracketright'],
  ["'", [40], 'apostrophe', 'quote', 'apostrophe'],
  ['num0', [82, 0xee52], 'KP_0'],
  ['num1', [79, 0xee4f], 'KP_1'],
  ['num2', [80, 0xee50], 'KP_2'],
  ['num3', [81, 0xee51], 'KP_3'],
  ['num4', [75, 0xee4b], 'KP_4'],
  ['num5', [76, 0xee4c], 'KP_5'],
  ['num6', [77, 0xee4d], 'KP_6'],
  ['num7', [71, 0xee47], 'KP_7'],
  ['num8', [72, 0xee48], 'KP_8'],
  ['num9', [73, 0xee49], 'KP_9'],
  ['nummult', [55], 'KP_Multiply'],
  ['numadd', [78], 'KP_Add'],
  ['numsub', [74], 'KP_Subtract'],
  ['numdec', [83, 0xee53], 'KP_Decimal'],
  ['numdiv', [3637], 'KP_Divide'],
  ['numenter', [3612], 'KP_Enter'],
];

/** Every key that a shortcut can end in. */
export const keys: readonly Key[] = [
  ...rows.flatMap(([names, code]) =>
    Array.from(names, (name, index) => key(name, [code + index], name)),
  ),
  ...functionRows.flatMap(([count, first, code]) =>
    Array.from({ length: count }, (_, index) =>
      key(`f${first + index}`, [code + index], `F${first + index}`),
    ),
  ),
  ...others.map(([name, codes, keysym, ...aliases]) => key(name, codes, keysym, aliases)),
];

function key(
  name: string,
  codes: readonly number[],
  keysym: string,
  aliases: readonly string[] = [],
): Key {
  return { name, codes, keysym, aliases };
}
