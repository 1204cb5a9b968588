import { isDeepStrictEqual } from 'node:util';

import type { Settings } from '../protocol/settings.ts';

/** What a person is asked before a setting is set. */
export interface Question {
  /** What will be there; empty for what is no value. */
  readonly shown: string;
  /** What that can do. */
  readonly danger: string;
}

/** What each setting can do, the first that fits; every one that a window may not set by itself. */
const dangers: readonly (readonly [RegExp, string])[] = [
  [/^output$/, 'Every text that you dictate is brought there; to a file it is appended.'],
  [/^socket_path$/, 'From the next start on, other programs reach whis there and hear your texts.'],
  [/^engines\.command(\.|$)/, 'This program is started whenever you dictate, and gets your audio.'],
  [
    /^engines$/,
    'This says which programs are started, and where your audio and the keys are sent, whenever you dictate.',
  ],
  [
    /^engines\./,
    'Your audio and the key of this service are sent there whenever you dictate with it.',
  ],
  [
    /^chat(\.|$)/,
    'Your texts and the chat model’s key are sent there whenever a preset is used, and what comes back is your text.',
  ],
  [
    /^presets(\.|$)/,
    'Your texts are sent to the chat model’s address, and what it is told to do with them is what you get.',
  ],
];

const unknownDanger = 'This can start programs or write files whenever you dictate.';

/** What is asked about a setting. Of the presets, only what changes: their prompts are long. */
export function questionAbout(key: string, value: unknown, { presets }: Settings): Question {
  const [, danger = unknownDanger] = dangers.find(([form]) => form.test(key)) ?? [];
  if (key === 'presets' && Array.isArray(value)) {
    const wanted = value as readonly unknown[];
    const isNew = (preset: unknown) => !presets.some((old) => isDeepStrictEqual(old, preset));
    const isGone = (old: unknown) => !wanted.some((preset) => isDeepStrictEqual(old, preset));
    const removed = presets.filter(isGone).map(({ name }) => `without “${name}” as it is now`);
    const added = wanted.filter(isNew).map((preset) => written(preset));
    const shown = [...added, ...removed].join('\n');
    return { shown: shown === '' ? 'the same presets' : shown, danger };
  }
  return { shown: written(value), danger };
}

/** A value as the settings file has it, without the keys: others may look at the screen. */
function written(value: unknown): string {
  const withoutKey = (name: string, part: unknown) =>
    name === 'api_key' && typeof part === 'string' ? '(the key that you entered)' : part;
  return JSON.stringify(value, withoutKey, 2) ?? '';
}
