import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';

import { meter, spin } from '../../src/cli/progress.ts';
import { Terminal } from '../../src/cli/terminal.ts';

/** A terminal whose two streams are kept apart and read back. */
function open({ isTTY = false, env = {} }: { isTTY?: boolean; env?: Record<string, string> } = {}) {
  const stdout = Object.assign(new PassThrough(), { isTTY, columns: 40 });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const terminal = new Terminal({ stdout, stderr } as never, env);
  const read = (stream: PassThrough) => String(stream.read() ?? '');
  return { terminal, answer: () => read(stdout), rest: () => read(stderr), stdout };
}

describe('Terminal', () => {
  it('writes the answer to standard output, all else to standard error', () => {
    const { terminal, answer, rest } = open();
    terminal.answer('the text');
    terminal.json({ a: '\u001b \u009b \u202e' });
    terminal.note('to know');
    expect(answer()).toBe('the text\n{"a":"\\u001b \\u009b \\u202e"}\n');
    expect(rest()).toBe('whis: to know\n');
  });

  it('has colours only on a terminal, without NO_COLOR, that is not dumb', () => {
    const marked = (options: Parameters<typeof open>[0]) => open(options).terminal.mark('x', 'red');
    expect(marked({ isTTY: true })).toBe('\u001b[31mx\u001b[0m');
    expect(marked({ isTTY: true, env: { NO_COLOR: '1' } })).toBe('x');
    expect(marked({ isTTY: true, env: { NO_COLOR: '' } })).toBe('\u001b[31mx\u001b[0m');
    expect(marked({ isTTY: true, env: { TERM: 'dumb' } })).toBe('x');
    expect(marked({})).toBe('x');
  });

  it('knows the columns of a terminal, and of nothing else', () => {
    expect(open({ isTTY: true }).terminal.columns).toBe(40);
    expect(open().terminal.columns).toBeNull();
  });

  it('shows progress on a line of its own, which the next line replaces', () => {
    const { terminal, rest } = open({ isTTY: true });
    terminal.progress('half');
    terminal.note('to know');
    terminal.clearProgress();
    expect(rest()).toBe('\r\u001b[Khalf\r\u001b[Kwhis: to know\n');
  });

  it('shows none where nobody would see it', () => {
    const { terminal, rest } = open();
    terminal.progress('half');
    terminal.clearProgress();
    expect(rest()).toBe('');
  });

  it('waits for a reader that is slow', async () => {
    const { terminal, stdout } = open();
    terminal.answer('x'.repeat(100_000));
    let isDrained = false;
    const drained = terminal.drained().then(() => (isDrained = true));
    await Promise.resolve();
    expect(isDrained).toBe(false);
    stdout.resume();
    await drained;
    expect(isDrained).toBe(true);
  });
});

describe('spin', () => {
  it('shows what is done and for how long, until it is over', () => {
    vi.useFakeTimers();
    try {
      const { terminal, rest } = open({ isTTY: true });
      const stop = spin('notes.wav', terminal);
      vi.advanceTimersByTime(1000);
      expect(rest()).toMatch(/⠋ notes\.wav 0:00.*notes\.wav 0:01$/s);
      stop();
      expect(rest()).toBe('\r\u001b[K');
      expect(vi.getTimerCount()).toBe(0);
      spin('unseen', open().terminal);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('meter', () => {
  it.each([
    [0, '● 0:07 ▮▮▮▮▮▮▮▮▮▮▮▮'],
    [6, '● 0:07 ▮▮▮▮▮▮▮▮▮▮▮▮'],
    [-30, '● 0:07 ▮▮▮▮▮▮▯▯▯▯▯▯'],
    [-60, '● 0:07 ▯▯▯▯▯▯▯▯▯▯▯▯'],
    [-120, '● 0:07 ▯▯▯▯▯▯▯▯▯▯▯▯'],
  ])('shows %d dBFS', (dbfs, shown) => {
    expect(meter({ dbfs, elapsed_ms: 7200 })).toBe(shown);
  });
});
