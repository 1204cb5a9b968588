import { WhisError } from '../../protocol/errors.ts';
import { defineCommand, type Command } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import {
  offerMessages,
  offerModels,
  offerPresets,
  offerSessions,
  offerSettings,
  offerValues,
  type Suggestion,
} from '../completion/offers.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Context } from '../context.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const scriptAsks = 'what the scripts ask while somebody types';

/**
 * `whis completion`: the script by which a shell completes what is typed. `commands` gives the table
 * of verbs, which this verb is part of.
 */
export function completionOf(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'completion',
    summary: 'print what completes verbs, options and ids in a shell',
    details: ['Put one of the lines below into ~/.bashrc or ~/.zshrc; for fish, run it once.'],
    args: {
      shell: {
        label: 'bash|zsh|fish',
        kind: 'optional',
        choices: ['bash', 'zsh', 'fish'],
        help: 'the shell',
      },
    },
    options: {
      ids: { type: 'flag', hidden: true, help: scriptAsks },
      keys: { type: 'flag', hidden: true, help: scriptAsks },
      models: { type: 'flag', hidden: true, help: scriptAsks },
      values: { type: 'text', value: 'KEY', hidden: true, help: scriptAsks },
      messages: { type: 'flag', hidden: true, help: scriptAsks },
      presets: { type: 'flag', hidden: true, help: scriptAsks },
    },
    examples: [
      ['eval "$(whis completion bash)"', 'in ~/.bashrc'],
      ['eval "$(whis completion zsh)"', 'in ~/.zshrc, after compinit'],
      ['whis completion fish > ~/.config/fish/completions/whis.fish', 'once'],
    ],
    async run({ context, args: { shell }, options }) {
      const { ids, keys, models, values, messages, presets } = options;
      if (ids) return suggest(context, offerSessions(context));
      if (models) return suggest(context, offerModels(context));
      if (keys) return suggest(context, offerSettings(context));
      if (presets) return suggest(context, offerPresets(context));
      if (messages) return suggest(context, offerMessages(context));
      if (values !== undefined) return suggest(context, offerValues(context, values));
      if (shell === undefined) {
        throw new WhisError(
          'usage',
          'Which shell? whis completion bash, zsh or fish. How to use it: whis completion --help',
        );
      }
      context.terminal.answer(shells[shell](commands()));
      return 0;
    },
  });
}

/** A word a line, a tab, what it stands for. Whatever goes wrong: whoever types does not want to know. */
async function suggest(context: Context, asked: Promise<Suggestion[]>): Promise<number> {
  const suggestions = await asked.catch(() => []);
  for (const [word, help] of suggestions) {
    context.terminal.answer(help === '' ? word : `${word}\t${help}`);
  }
  return 0;
}
