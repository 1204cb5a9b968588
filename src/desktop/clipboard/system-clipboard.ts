import { setTimeout as pause } from 'node:timers/promises';

import type { Clipboard, ClipboardOptions, Programs } from '../../core/ports.ts';
import { WhisError, asWhisError } from '../../protocol/errors.ts';
import type { Check } from '../../protocol/requests.ts';
import type { DesktopSession } from '../session.ts';
import { clipboardTools, isText, type ClipboardTool } from './tools.ts';

/** How long one writing or reading may take; PowerShell alone needs a second or two to begin. */
const deadlineMs = 5_000;

/**
 * xclip ends before the X server has heard that it owns the clipboard (it asks, forks, and leaves the
 * sending to its child): on a busy machine the first reading may still find the older text.
 */
const settleMs = 100;

/** The clipboard, through the programs that the system has for it. */
export class SystemClipboard implements Clipboard {
  readonly #session: DesktopSession;
  readonly #programs: Programs;
  readonly #deadlineMs: number;

  constructor(session: DesktopSession, programs: Programs, options?: { deadlineMs: number }) {
    this.#session = session;
    this.#programs = programs;
    this.#deadlineMs = options?.deadlineMs ?? deadlineMs;
  }

  /** The tool that would be used now; `none` when nothing is installed or no desktop is there. */
  get name(): string {
    return this.#findTool()?.name ?? 'none';
  }

  /**
   * Writes, reads back and compares, twice at most, gently once. False: somebody else's text, picture or nothing
   * is there instead. Throws `delivery_failed` for an empty text, for one with U+0000 (Windows and
   * many programs cut it there), and where no tool or desktop is, or the tool fails or hangs.
   */
  async write(text: string, { cancel, isGentle }: ClipboardOptions = {}): Promise<boolean> {
    if (text === '' || text.includes('\0')) {
      const what = text === '' ? 'is empty' : 'holds the character U+0000';
      throw new WhisError('delivery_failed', `The text ${what}: the clipboard was left as it is.`);
    }
    const tool = this.#findTool();
    if (tool === null) {
      const { found, fix } = this.check();
      throw new WhisError('delivery_failed', `The clipboard cannot be written: ${found}. ${fix}`);
    }
    const wanted = Buffer.from(text);
    for (let attempt = 1; attempt <= (isGentle ? 1 : 2); attempt += 1) {
      await this.#writeWith(tool, text, cancel);
      if (await this.#holds(tool, wanted, cancel)) return true;
    }
    return false;
  }

  /** As in the port; null too where no tool or desktop is. */
  async read({ cancel }: Pick<ClipboardOptions, 'cancel'> = {}): Promise<string | null> {
    const tool = this.#findTool();
    if (tool === null) return null;
    if (tool.types !== null) {
      const types = await this.#readWith({ ...tool, read: tool.types }, cancel);
      if (types === null || !isText(types.toString())) return null;
    }
    const bytes = await this.#readWith(tool, cancel);
    return bytes && bytes.length > 0 ? bytes.toString() : null;
  }

  /** The line `clipboard` of the doctor's report. */
  check(): Check {
    const tool = this.#findTool();
    if (tool !== null) return { name: 'clipboard', ok: true, found: tool.name, fix: null };
    const [wanted] = clipboardTools(this.#session);
    const [found, fix] =
      wanted === undefined
        ? [
            'no desktop session: DISPLAY and WAYLAND_DISPLAY are not set',
            `Start whis inside the desktop session, or send the text elsewhere: whis config set output '["stdout"]'`,
          ]
        : [`${wanted.name} is not on PATH`, installation(this.#session, wanted)];
    return { name: 'clipboard', ok: false, found, fix };
  }

  #findTool(): ClipboardTool | null {
    const isThere = ({ write, read }: ClipboardTool) =>
      [write, read].every(([program = '']) => this.#programs.find(program) !== null);
    return clipboardTools(this.#session).find(isThere) ?? null;
  }

  async #holds(tool: ClipboardTool, wanted: Buffer, cancel?: AbortSignal): Promise<boolean> {
    if ((await this.#readWith(tool, cancel))?.equals(wanted)) return true;
    await pause(settleMs);
    return (await this.#readWith(tool, cancel))?.equals(wanted) ?? false;
  }

  async #writeWith(tool: ClipboardTool, text: string, cancel?: AbortSignal): Promise<void> {
    try {
      await this.#programs.run(tool.write, {
        deadlineMs: this.#deadlineMs,
        input: text,
        ignoreOutput: tool.leavesOwner,
        ...(tool.env && { env: tool.env }),
        ...(cancel && { signal: cancel }),
      });
    } catch (error) {
      cancel?.throwIfAborted();
      throw this.#failure('written', error);
    }
  }

  /** What is there now; null when it is no text. */
  async #readWith(tool: ClipboardTool, cancel?: AbortSignal): Promise<Buffer | null> {
    try {
      const { stdout } = await this.#programs.run(tool.read, {
        deadlineMs: this.#deadlineMs,
        ...(tool.env && { env: tool.env }),
        ...(cancel && { signal: cancel }),
      });
      return Buffer.from(stdout.buffer, stdout.byteOffset, stdout.byteLength);
    } catch (error) {
      cancel?.throwIfAborted();
      // Nothing is there, or what is there is no text; whether the tool works, the writer tells.
      if (asWhisError(error).code === 'program_failed') return null;
      throw this.#failure('read back', error);
    }
  }

  #failure(what: string, cause: unknown): WhisError {
    const session = this.#session;
    const hint =
      session.kind === 'x11'
        ? ` Does the X display ${session.display} still answer?`
        : ' Is the desktop session still there?';
    const { message } = asWhisError(cause);
    return new WhisError(
      'delivery_failed',
      `The clipboard could not be ${what}: ${message}${hint}`,
      { cause },
    );
  }
}

function installation({ kind }: DesktopSession, { name }: ClipboardTool): string {
  if (kind !== 'x11' && kind !== 'wayland') return `It comes with the system: is PATH complete?`;
  const packageName = kind === 'wayland' ? 'wl-clipboard' : name;
  return `Install the package ${packageName}: sudo apt install ${packageName} (Fedora: dnf install, Arch: pacman -S)`;
}
