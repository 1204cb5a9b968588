import type { ListedModel } from '../protocol/model.ts';
import { printable } from '../protocol/printable.ts';

/** Models that help the one in use, and are never in use themselves; `whis model use` refuses them. */
const helpers: readonly (string | null)[] = ['vad', 'punctuation'];

/** Says, after a download, which model the local engine takes now, and how to choose. */
export function inUseNote(name: string, models: readonly ListedModel[]): string {
  const inUse = models.find(({ in_use }) => in_use)?.name;
  if (inUse === name)
    return 'the local engine takes it from the next dictation on; to choose another: whis model use NAME';
  const isHelper = helpers.includes(models.find((model) => model.name === name)?.kind ?? null);
  const now =
    inUse === undefined
      ? 'the local engine has no model that it can take'
      : `the local engine still takes ${printable(inUse)}`;
  return `${now}; to choose ${isHelper ? 'one: whis model use NAME' : `this one: whis model use ${printable(name)}`}`;
}
