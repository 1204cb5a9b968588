import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';

import { asWhisError, WhisError } from '../../protocol/errors.ts';
import { printable } from '../../protocol/printable.ts';
import type { ExportFormat, ReplyTo } from '../../protocol/requests.ts';
import { askAnyway } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { joinExports } from '../export-join.ts';
import { shortId } from '../short-id.ts';

const formats = ['txt', 'md', 'json', 'srt', 'vtt'] as const satisfies ExportFormat[];

/** `whis export`: texts in a form for other programs. */
export const exportSessions = defineCommand({
  name: 'export',
  summary: 'texts as plain text, Markdown, JSON or subtitles',
  details: [
    'Works without a running daemon. Without --format, the ending of FILE says it, else it is txt. With --json: a reply a line.',
  ],
  args: {
    ids: {
      label: 'ID',
      kind: 'any',
      offer: 'session',
      help: 'which sessions; the newest one if left out',
    },
  },
  options: {
    format: {
      type: 'text',
      value: 'FORMAT',
      choices: formats,
      help: 'txt, md, json (everything), srt or vtt (subtitles)',
    },
    out: {
      type: 'text',
      value: 'FILE',
      offer: 'file',
      help: 'write to a file, not to the terminal',
    },
    force: { type: 'flag', help: 'write over a file that is there' },
  },
  examples: [
    ['whis export --format md >> diary.md', 'the newest text, with its date'],
    ['whis export last --out talk.srt', 'subtitles for a recording'],
  ],
  async run({ context, args: { ids }, options: { format, out, force } }) {
    const { terminal, json } = context;
    const wanted = format ?? formatOf(out);
    const sessions = ids.length === 0 ? ['last'] : ids;
    const exported: ReplyTo<'export_session'>[] = [];
    for (const session_id of sessions) {
      exported.push(await askAnyway(context, 'export_session', { session_id, format: wanted }));
    }
    for (const { session_id, content } of exported) {
      if (/^(WEBVTT)?\s*$/.test(content)) {
        const id = shortId(session_id);
        terminal.note(`session ${id} has no text. Transcribe it (again): whis retry ${id}`);
      }
    }
    const content = joinExports(
      exported.map((reply) => reply.content),
      wanted,
    );
    if (out !== undefined) await write(out, content, force);
    if (json) for (const reply of exported) terminal.json(reply);
    else if (out !== undefined) terminal.answer(`written to ${printable(out)}`);
    // Its last line end is printed by the terminal.
    else terminal.text(content.replace(/\n$/, ''));
    return 0;
  },
});

function formatOf(file = ''): ExportFormat {
  const ending = extname(file).slice(1);
  return formats.find((format) => format === ending) ?? 'txt';
}

async function write(file: string, content: string, isForced: boolean): Promise<void> {
  try {
    await writeFile(file, content, { flag: isForced ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new WhisError(
        'usage',
        `${file} is there already, and was left as it is. Write over it with --force, or name another file.`,
        { cause: error },
      );
    }
    const { message } = asWhisError(error);
    throw new WhisError(
      'storage_failed',
      `The export could not be written: ${message}. Name another file with --out.`,
      { cause: error },
    );
  }
}
