import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';

import { printEvent } from '../../src/cli/print-event.ts';
import { Terminal } from '../../src/cli/terminal.ts';
import type { WhisEvent } from '../../src/protocol/events.ts';

const at = '2026-11-20T10:00:00.000Z';
const text = 'What was said last of all is what somebody who watches wants to read.';
const partial: WhisEvent = { type: 'event', at, seq: 1, event: 'partial', data: { text } };
const lost: WhisEvent = {
  type: 'event',
  at,
  seq: 2,
  event: 'hotkey_lost',
  data: { reason: 'taken' },
};

function print(isTTY: boolean, json = false) {
  const stdout = Object.assign(new PassThrough(), { isTTY, columns: 30 });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const terminal = new Terminal({ stdout, stderr } as never, {});
  for (const event of [partial, lost]) printEvent(event, { terminal, json });
  return [stdout, stderr].map((stream) => String(stream.read() ?? ''));
}

it('replaces text that is not final on a terminal, and keeps its end in sight', () => {
  const [answer = '', rest = ''] = print(true);
  expect(rest).toContain('\r\u001b[K… who watches wants to read.');
  expect(answer).not.toContain('read.');
  expect(answer).toContain('taken');
});

it('prints all of it, a line each, where a program reads', () => {
  expect(print(false)[0]).toContain(`… ${text}\n`);
  const lines = print(true, true)[0]?.trim().split('\n') ?? [];
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([partial, lost]);
});
