import { WhisError } from '../protocol/errors.ts';
import type { ExportFormat } from '../protocol/requests.ts';

/**
 * Makes one file of the exports of several sessions: texts with an empty line between them, JSON as
 * an array. Throws `usage` for subtitles, which belong to one recording.
 */
export function joinExports(contents: readonly string[], format: ExportFormat): string {
  const [first] = contents;
  if (contents.length === 1 && first !== undefined) return first;
  switch (format) {
    case 'txt':
    case 'md':
      return contents.join('\n');
    case 'json':
      return `[\n${contents.map((content) => content.trimEnd()).join(',\n')}\n]\n`;
    case 'srt':
    case 'vtt':
      throw new WhisError(
        'usage',
        'Subtitles belong to one recording: name one session, or another --format.',
      );
  }
}
