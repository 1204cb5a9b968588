import type { DesktopSession } from '../session.ts';

/** A pair of programs that write and read the clipboard, UTF-8 through their standard streams. */
export interface ClipboardTool {
  readonly name: string;
  readonly write: readonly string[];
  readonly read: readonly string[];
  /** Lists what the owner offers, a type a line; null where that cannot be asked, or needs not be. */
  readonly types: readonly string[] | null;
  /**
   * The writer leaves a process behind that hands the text out until somebody else copies something
   * (X11 and Wayland keep no text themselves). It must live on, and holds the writer's output open.
   */
  readonly leavesOwner: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const wayland: ClipboardTool = {
  name: 'wl-copy',
  // Without a type it guesses one from the text's first bytes, and then offers nothing but that.
  write: ['wl-copy', '--type', 'text/plain'],
  read: ['wl-paste', '--no-newline', '--type', 'text/plain'],
  types: ['wl-paste', '--list-types'],
  leavesOwner: true,
};

const xclip: ClipboardTool = {
  name: 'xclip',
  write: ['xclip', '-selection', 'clipboard', '-in'],
  read: ['xclip', '-selection', 'clipboard', '-out', '-target', 'UTF8_STRING'],
  types: ['xclip', '-selection', 'clipboard', '-out', '-target', 'TARGETS'],
  leavesOwner: true,
};

const xsel: ClipboardTool = {
  name: 'xsel',
  write: ['xsel', '--clipboard', '--input'],
  read: ['xsel', '--clipboard', '--output'],
  types: null,
  leavesOwner: true,
};

const macos: ClipboardTool = {
  name: 'pbcopy',
  write: ['pbcopy'],
  read: ['pbpaste'],
  types: null,
  leavesOwner: false,
  // They take their encoding from the locale, and a program started from the Dock has none.
  env: { LC_ALL: 'en_US.UTF-8' },
};

// Not clip.exe: it reads the console's code page and mangles everything else. The streams are opened
// as bytes, since PowerShell's own would decode and encode with that code page too.
const windows: ClipboardTool = {
  name: 'powershell',
  write: powershell(
    '$utf8 = New-Object System.Text.UTF8Encoding $false',
    '$in = New-Object System.IO.StreamReader([Console]::OpenStandardInput(), $utf8)',
    'Set-Clipboard -Value $in.ReadToEnd()',
  ),
  read: powershell(
    '$bytes = [System.Text.Encoding]::UTF8.GetBytes([string](Get-Clipboard -Raw))',
    '$out = [Console]::OpenStandardOutput()',
    '$out.Write($bytes, 0, $bytes.Length)',
  ),
  types: null,
  leavesOwner: false,
};

/**
 * Whether what is offered is a text, and not a picture or files with a text for those who take
 * nothing else. xclip gives a picture's bytes to whoever asks it for text, so the list has to be asked.
 */
export function isText(types: string): boolean {
  const list = types.split(/\s+/);
  const isMore = list.some((type) => /^(image\/|text\/uri-list$|x-special\/)/.test(type));
  return !isMore && list.some((type) => /^(UTF8_STRING|STRING|TEXT|text\/plain\b.*)$/.test(type));
}

/** The tools that fit a desktop, best first; none where there is no desktop. */
export function clipboardTools(session: DesktopSession): readonly ClipboardTool[] {
  switch (session.kind) {
    case 'windows':
      return [windows];
    case 'macos':
      return [macos];
    case 'x11':
      return [xclip, xsel];
    case 'wayland':
      return session.display === null ? [wayland] : [wayland, xclip, xsel];
    case 'none':
      return [];
  }
}

function powershell(...statements: readonly string[]): readonly string[] {
  const script = ["$ErrorActionPreference = 'Stop'", ...statements].join('; ');
  return ['powershell', '-NoProfile', '-NonInteractive', '-Command', script];
}
