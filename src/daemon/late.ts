import type { Means } from '../core/story.ts';

/**
 * The means of a session that comes late, tried again by itself or recovered: its text goes to the
 * history and is announced, and brought nowhere, since by now the person does something else. It is
 * announced whole: pieces of it would be taken for what is said now.
 */
export function late<Some extends Pick<Means, 'deliver' | 'announce'>>(
  means: Some,
  tries: number,
): Some & Required<Pick<Means, 'late'>> {
  return {
    ...means,
    deliver: () => Promise.resolve([]),
    announce: (name, data) => {
      if (name !== 'partial' && name !== 'segment') means.announce(name, data);
    },
    late: { tries },
  };
}
