import type { Means } from '../core/story.ts';

/**
 * The means of a session that comes late, tried again by itself or recovered: its text goes to the
 * history and is announced, and brought nowhere, since by now the person does something else.
 */
export function late<Some extends Pick<Means, 'deliver'>>(
  means: Some,
  tries: number,
): Some & Required<Pick<Means, 'late'>> {
  return { ...means, deliver: () => Promise.resolve([]), late: { tries } };
}
