import { resolve } from 'node:path';

import { logLevels } from '../../protocol/events.ts';
import { printable } from '../../protocol/printable.ts';
import { refusal } from '../client.ts';
import { defineCommand, type Call } from '../command.ts';
import { given } from '../given.ts';
import { loadHeadless, requireDaemonNode } from '../headless.ts';
import { engineOption } from '../overrides.ts';
import { spawnDaemon } from '../spawn.ts';

const options = {
  hotkey: {
    type: 'text',
    value: 'ACCELERATOR',
    help: 'the shortcut to listen for, or none (ctrl+shift+r)',
  },
  input: {
    type: 'text',
    value: 'FILE.wav',
    offer: 'file',
    help: 'play this file instead of a microphone',
  },
  'input-speed': {
    type: 'text',
    value: 'SPEED',
    choices: ['real', 'max'],
    help: 'how fast it plays: real or max',
  },
  device: { type: 'text', value: 'NAME', help: 'the microphone; whis doctor shows the names' },
  engine: engineOption,
  model: { type: 'text', value: 'NAME', help: "the engine's model" },
  language: { type: 'text', value: 'CODE', help: 'the language spoken: en, de, … or auto' },
  'log-level': {
    type: 'text',
    value: 'LEVEL',
    choices: logLevels,
    help: 'what is logged: debug, info, warn or error',
  },
  detach: { type: 'flag', help: 'go to the background, and return when the daemon is ready' },
  'ready-fd': {
    type: 'number',
    value: 'FD',
    least: 3,
    hidden: true,
    help: 'the inherited descriptor on which to tell how the start went',
  },
} as const;

type ListenCall = Call<typeof options>['options'];

/** `whis listen`: runs the daemon, in this process. */
export const listen = defineCommand({
  name: 'listen',
  alias: 'daemon',
  summary: 'run the daemon in this terminal',
  details: ['What is given here goes before the settings. Needs Node 24 or newer.'],
  args: {},
  options,
  examples: [
    ['whis listen', 'then, elsewhere: whis toggle'],
    ['whis listen --input speech.wav --hotkey none', 'try it without a microphone'],
  ],
  async run({ context, options }) {
    if (!options.detach) {
      context.terminal.outlive();
      requireDaemonNode('whis listen');
      const headless = await loadHeadless(context, 'whis listen');
      return headless.listen(context.surroundings, {
        ...listenOptions(options),
        ...given({ socket: context.socket }),
      });
    }
    const readiness = await spawnDaemon(context, commandLine(options));
    if (!readiness.ready) throw refusal(readiness);
    if (context.json) context.terminal.json(readiness);
    else {
      const { socket, pid } = readiness;
      context.terminal.answer(
        `listening at ${printable(socket)} (process ${pid}) — whis toggle starts a dictation`,
      );
    }
    return 0;
  },
});

function listenOptions(options: ListenCall) {
  const { hotkey, input, device, engine, model, language } = options;
  return {
    ...given({
      input: input === undefined ? undefined : resolve(input),
      inputSpeed: options['input-speed'],
      logLevel: options['log-level'],
      readyFd: options['ready-fd'],
      device,
      engine,
      model,
      language,
    }),
    ...(hotkey === undefined ? {} : { hotkey: hotkey === 'none' ? null : hotkey }),
  };
}

/** The same options once more, for the process that goes to the background. */
function commandLine({ input, ...options }: ListenCall): string[] {
  const { detach: _, 'ready-fd': __, ...rest } = options;
  const given = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${value}`],
  );
  return input === undefined ? given : [...given, `--input=${resolve(input)}`];
}
