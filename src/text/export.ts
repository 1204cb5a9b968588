import type { ExportFormat } from '../protocol/requests.ts';
import type { Segment, Session } from '../protocol/session.ts';

/**
 * Writes a session in a form that other programs take: its text alone, as Markdown, as JSON with
 * everything, or as subtitles with the times of its segments (SubRip, WebVTT). Ends with a line end.
 */
export function exportSession(session: Session, format: ExportFormat): string {
  switch (format) {
    case 'txt':
      return `${session.text ?? ''}\n`;
    case 'md':
      return markdown(session);
    case 'json':
      return `${JSON.stringify(session, null, 2)}\n`;
    case 'srt':
      return cues(session)
        .map(
          ({ start_s, end_s, text }, index) =>
            `${index + 1}\n${time(start_s, ',')} --> ${time(end_s, ',')}\n${text}\n`,
        )
        .join('\n');
    case 'vtt':
      return [
        'WEBVTT\n',
        ...cues(session).map(
          ({ start_s, end_s, text }) =>
            `${time(start_s, '.')} --> ${time(end_s, '.')}\n${escapeCue(text)}\n`,
        ),
      ].join('\n');
  }
}

function markdown({ created_at: createdAt, label, text }: Session): string {
  return `## ${label ?? createdAt}\n\n${label === null ? '' : `*${createdAt}*\n\n`}${text ?? ''}\n`;
}

/** The segments; for an engine that gives no times, the whole text over the whole length. */
function cues({ segments, text, duration_ms: durationMs }: Session): readonly Segment[] {
  const whole = { start_s: 0, end_s: (durationMs ?? 0) / 1000, text: text ?? '' };
  const all = segments.length > 0 ? segments : [whole];
  // A blank line would end a cue in its middle.
  return all
    .map((cue) => ({ ...cue, text: cue.text.trim().replace(/\n\s*\n/g, '\n') }))
    .filter((cue) => cue.text !== '');
}

/** `hh:mm:ss` and milliseconds after a comma (SubRip) or a point (WebVTT). */
function time(seconds: number, separator: ',' | '.'): string {
  const ms = Math.round(seconds * 1000);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(Math.floor(ms / 1000) % 60, 2)}${separator}${part(ms % 1000, 3)}`;
}

/** WebVTT reads & and < as the beginning of something (W3C WebVTT, “cue text”). */
function escapeCue(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
