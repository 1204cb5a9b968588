import { describe, expect, it } from 'vitest';

import { formatStatus, waybarStatus } from '../../src/cli/status-line.ts';
import type { Status } from '../../src/protocol/status.ts';
import { idle, session } from '../fixtures/scripted-daemon.ts';

const current = { id: session.id, elapsed_ms: 72_000, level_dbfs: -20.4, silent: false };

describe('a line for a status bar', () => {
  it('is filled with what is known', () => {
    const status: Status = { ...idle, state: 'recording', session: current, queue: ['a'] };
    const format = '{state} {elapsed} {level} {engine} {model} {microphone} {queue} {uptime} {{';
    expect(formatStatus(status, format)).toBe(
      'recording 1:12 -20 dBFS command pocketsphinx parec, default 1 3 min {{',
    );
    expect(formatStatus(idle, '{elapsed}{level}')).toBe('');
    expect(formatStatus(null, '{state}{elapsed}{microphone}')).toBe('not_running');
  });

  it('refuses what it does not know', () => {
    expect(() => formatStatus(idle, '{toString}')).toThrow(/does not know \{toString\}/);
  });

  it('is what waybar reads', () => {
    expect(waybarStatus({ ...idle, state: 'recording', session: current })).toEqual({
      text: '1:12',
      alt: 'recording',
      class: 'recording',
      tooltip: 'whis: recording, command',
    });
    expect(waybarStatus(null)).toMatchObject({ text: '', class: 'not_running' });
  });
});
