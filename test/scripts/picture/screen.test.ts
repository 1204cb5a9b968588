import { describe, expect, it } from 'vitest';

import { blocksOf, textOf } from '../../../scripts/picture/blocks.ts';
import { readScreen } from '../../../scripts/picture/screen.ts';

describe('the screen of a recorded terminal', () => {
  it('knows how its characters look', () => {
    const [line = []] = readScreen([
      { atMs: 0, text: '\u001b[35m\u001b[1m$\u001b[22m\u001b[39m \u001b[1mwhis\u001b[0m' },
    ]);
    expect(textOf(line)).toBe('$ whis');
    expect(line.map(({ looks }) => looks.join('+'))).toEqual([
      'magenta+bold',
      '',
      ...Array.from('whis', () => 'bold'),
    ]);
  });

  it('keeps the time at which each character of a line that is replaced came', () => {
    const [line = []] = readScreen([
      { atMs: 1, text: '\r\u001b[K▁··' },
      { atMs: 2, text: '\r\u001b[K▁█·' },
      { atMs: 3, text: '\r\u001b[K▁█▃' },
    ]);
    expect(textOf(line)).toBe('▁█▃');
    expect(line.map(({ atMs }) => atMs)).toEqual([1, 2, 3]);
  });

  it('falls into commands and what they printed', () => {
    const text =
      '# Speak.\r\n$ whis toggle\r\nrecording\r\n\r\n# The end.\r\n$ whis stop\r\nstopped';
    const blocks = blocksOf(readScreen([{ atMs: 0, text }]));
    expect(blocks.map(({ command, output }) => [command, ...output.map(textOf)])).toEqual([
      ['whis toggle', 'recording'],
      ['whis stop', 'stopped'],
    ]);
  });
});
