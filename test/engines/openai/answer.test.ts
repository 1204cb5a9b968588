import { describe, expect, it } from 'vitest';

import {
  readTranscript,
  retryAfterMs,
  serviceMessage,
} from '../../../src/engines/openai/answer.ts';

describe('retryAfterMs', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');

  it.each([
    ['7', 7000],
    ['0', 0],
    ['Fri, 20 Nov 2026 10:00:05 GMT', 5000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    ['-3', null],
    [undefined, null],
  ])('reads %j as %j ms', (value, expected) => {
    expect(retryAfterMs(value === undefined ? {} : { 'retry-after': value }, now)).toBe(expected);
  });
});

describe('serviceMessage', () => {
  it.each([
    ['{"error": {"message": "No."}}', 'No.'],
    ['{"error": "No."}', 'No.'],
    ['{"message": "No."}', 'No.'],
    ['{"detail": "No."}', 'No.'],
    ['{"detail": [{"loc": "file"}]}', '[{"loc":"file"}]'],
    ['<html><head><script>let x = "<b>";</script></head><h1>Not\n here</h1>', 'Not here'],
    ['two\r\nlines \u001b[31m', 'two lines [31m'],
    ['', ''],
  ])('takes of %j %j', (body, message) => {
    expect(serviceMessage(body, null)).toBe(message);
  });

  it('is bounded', () => {
    expect(serviceMessage('long '.repeat(100_000), null)).toHaveLength(301);
  });
});

describe('readTranscript', () => {
  it('takes the text alone when the times make no sense', () => {
    const segments = [
      { start: 0, end: 1, text: 'a' },
      { start: 'late', text: 'b' },
    ];
    expect(readTranscript(JSON.stringify({ text: 'a b', segments }))).toEqual({
      text: 'a b',
      segments: [],
    });
  });
});
