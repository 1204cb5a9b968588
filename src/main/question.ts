import { isDeepStrictEqual } from 'node:util';

import type { Settings } from '../protocol/settings.ts';

/** What a person is asked before a setting is set. */
export interface Question {
  /** What will be there; empty for what is no value. */
  readonly shown: string;
  /** What that can do. */
  readonly danger: string;
}

const runs = 'This can start programs or write files whenever you dictate.';
const sends = 'Your audio or your texts, and the key, are sent there whenever you dictate.';
const rewrites =
  'Your texts are sent to the chat model’s address, and what it is told to do with them is what you get.';

/** What is asked about a setting. Of the presets, only what changes: their prompts are long. */
export function questionAbout(key: string, value: unknown, { presets }: Settings): Question {
  if (key === 'presets' && Array.isArray(value)) {
    const wanted = value as readonly unknown[];
    const isNew = (preset: unknown) => !presets.some((old) => isDeepStrictEqual(old, preset));
    const isGone = (old: unknown) => !wanted.some((preset) => isDeepStrictEqual(old, preset));
    const removed = presets.filter(isGone).map(({ name }) => `without “${name}” as it is now`);
    const added = wanted.filter(isNew).map((preset) => JSON.stringify(preset, null, 2));
    const shown = [...added, ...removed].join('\n');
    return { shown: shown === '' ? 'the same presets' : shown, danger: rewrites };
  }
  return {
    shown: JSON.stringify(value, null, 2) ?? '',
    danger: /^(chat|presets|engines\.(?!command)\w+)(\.|$)/.test(key) ? sends : runs,
  };
}
