import type { Paster, Programs } from '../../core/ports.ts';
import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { DesktopSession } from '../session.ts';
import { pasteTools, type PasteTool } from './tools.ts';

const pasteMs = 5_000;

/** Typing takes its time with every key. */
const typeMsPerCharacter = 50;

/**
 * Presses keys through a program of the system. Whether they arrived, no window tells: the answer is
 * null.
 */
export class SystemPaster implements Paster {
  readonly #session: DesktopSession;
  readonly #programs: Programs;

  constructor(session: DesktopSession, programs: Programs) {
    this.#session = session;
    this.#programs = programs;
  }

  get name(): string {
    return this.#find()?.name ?? 'none';
  }

  async paste(): Promise<null> {
    const tool = this.#tool();
    return this.#run(tool, { argv: tool.paste }, pasteMs);
  }

  async type(text: string): Promise<null> {
    const tool = this.#tool();
    if (tool.type === null) {
      throw refusal(
        `${tool.name} cannot type here. Paste instead: whis config set output '["paste"]'`,
      );
    }
    return this.#run(tool, tool.type(text), pasteMs + text.length * typeMsPerCharacter);
  }

  async #run(
    { name }: PasteTool,
    { argv, input }: { readonly argv: readonly string[]; readonly input?: string },
    deadlineMs: number,
  ): Promise<null> {
    try {
      await this.#programs.run(argv, { deadlineMs, ...(input === undefined ? {} : { input }) });
      return null;
    } catch (thrown) {
      const { message } = asWhisError(thrown);
      throw new WhisError(
        'delivery_failed',
        `${name} could not press the keys: ${message} The text is on the clipboard: paste it by hand.`,
        { cause: thrown },
      );
    }
  }

  #find(): PasteTool | undefined {
    return pasteTools(this.#session).find(({ paste: [program = ''] }) =>
      this.#programs.find(program),
    );
  }

  #tool(): PasteTool {
    const tool = this.#find();
    if (tool) return tool;
    const wanted = pasteTools(this.#session);
    if (wanted.length === 0) throw refusal('There is no desktop session to paste into.');
    const ways = wanted.map(({ comesFrom }) => comesFrom).join(', or ');
    throw refusal(
      `Nothing here can press keys. Install ${ways}; the text is on the clipboard meanwhile.`,
    );
  }
}

function refusal(message: string): WhisError {
  return new WhisError('delivery_failed', message);
}
