import type { Paster, Programs } from '../../core/ports.ts';
import { asWhisError, WhisError } from '../../protocol/errors.ts';
import type { Check } from '../../protocol/requests.ts';
import type { PasteKey } from '../../protocol/settings.ts';
import type { DesktopSession } from '../session.ts';
import { pasteTools, type PasteTool } from './tools.ts';

const pasteMs = 5_000;

/** Typing takes its time with every key. */
const typeMsPerCharacter = 50;

const byHand = 'The text is on the clipboard: paste it by hand.';
const noDesktop = 'There is no desktop session to press keys in';
const copyIt = 'The text is kept: whis copy';

/** How a program is run that presses keys. */
interface Pressing {
  readonly deadlineMs: number;
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/**
 * Presses keys through a program of the system. Whether they arrived, no window tells: the answer is
 * null.
 */
export class SystemPaster implements Paster {
  readonly #session: DesktopSession;
  readonly #programs: Programs;
  readonly #hasOurFocus: () => boolean;

  /** `hasOurFocus` says whether a window of whis has the focus: nothing is pressed then. */
  constructor(
    session: DesktopSession,
    programs: Programs,
    hasOurFocus: () => boolean = () => false,
  ) {
    this.#session = session;
    this.#programs = programs;
    this.#hasOurFocus = hasOurFocus;
  }

  /** The tool that would be used now; `none` when nothing is installed or no desktop is there. */
  get name(): string {
    return this.#tools()[0]?.name ?? 'none';
  }

  paste(key: PasteKey, cancel?: AbortSignal): Promise<null> {
    const how = { deadlineMs: pasteMs, ...(cancel && { signal: cancel }) };
    return this.#press((tool) => tool.paste(key), how, byHand);
  }

  type(text: string, cancel?: AbortSignal): Promise<null> {
    const deadlineMs = pasteMs + text.length * typeMsPerCharacter;
    const how = { deadlineMs, input: text, ...(cancel && { signal: cancel }) };
    return this.#press((tool) => tool.type, how, copyIt);
  }

  /** The line `paste` of the doctor's report. */
  check(): Check {
    const tool = this.#tools()[0];
    if (tool) return { name: 'paste', ok: true, found: tool.name, fix: null };
    const ways = this.#ways();
    return {
      name: 'paste',
      ok: false,
      found: ways === null ? noDesktop : 'Nothing here can press keys',
      fix: ways === null ? 'Start whis inside the desktop session.' : `What could: ${ways}.`,
    };
  }

  /** Runs the first tool that can; `otherwise` says where the text is when none could. */
  async #press(
    argvOf: (tool: PasteTool) => readonly string[] | null,
    how: Pressing,
    otherwise: string,
  ): Promise<null> {
    if (this.#hasOurFocus())
      throw refusal(`A window of whis has the focus, so no key was pressed. ${otherwise}`);
    const tools = this.#tools();
    if (tools.length === 0) {
      const { found, fix } = this.check();
      throw refusal(`${found}. ${fix} ${otherwise}`);
    }
    const failures: string[] = [];
    for (const tool of tools) {
      const argv = argvOf(tool);
      const failure = argv
        ? await this.#run(tool, { argv, ...how }, otherwise)
        : `${tool.name} cannot type: whis config set output '["paste"]'.`;
      if (failure === null) return null;
      failures.push(failure);
    }
    throw refusal(`${failures.join(' ')} ${otherwise}`);
  }

  /** Why the tool refused, having pressed nothing; null when it did press. */
  async #run(
    { name }: PasteTool,
    { argv, ...how }: Pressing & { readonly argv: readonly string[] },
    otherwise: string,
  ): Promise<string | null> {
    try {
      await this.#programs.run(argv, how);
      return null;
    } catch (thrown) {
      how.signal?.throwIfAborted();
      const { code, message } = asWhisError(thrown);
      const failure = `${name} could not press the keys: ${message}`;
      if (code === 'program_failed') return failure;
      // It may have pressed some: another tool would press them twice.
      throw new WhisError('delivery_failed', `${failure} ${otherwise}`, { cause: thrown });
    }
  }

  #tools(): readonly PasteTool[] {
    return pasteTools(this.#session).filter(({ paste }) => {
      const [program = ''] = paste('ctrl+v');
      return this.#programs.find(program) !== null;
    });
  }

  /** What could be installed; null where there is no desktop. */
  #ways(): string | null {
    const ways = pasteTools(this.#session).map(({ comesFrom }) => comesFrom);
    return ways.length === 0 ? null : ways.join(', or ');
  }
}

function refusal(message: string): WhisError {
  return new WhisError('delivery_failed', message);
}
