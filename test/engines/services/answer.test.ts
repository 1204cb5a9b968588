import { describe, expect, it } from 'vitest';

import {
  retryAfterMs,
  serviceCodes,
  serviceMessage,
} from '../../../src/engines/services/answer.ts';

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
    ['{"err_code": "INVALID_AUTH", "err_msg": "No.", "request_id": "1"}', 'No.'],
    ['{"category": "INVALID_JSON", "message": "No.", "details": "line 1"}', 'No.'],
    ['{"detail": {"status": "invalid_api_key", "message": "No."}}', 'No.'],
    ['{"object": "error", "message": "No.", "type": "invalid_request_error"}', 'No.'],
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

describe('serviceCodes', () => {
  it.each([
    ['{"error": {"code": "insufficient_quota", "type": "quota"}}', ['insufficient_quota', 'quota']],
    ['{"err_code": "ASR_PAYMENT_REQUIRED"}', ['ASR_PAYMENT_REQUIRED']],
    ['{"detail": {"status": "quota_exceeded", "code": 7}}', ['quota_exceeded']],
    ['{"error": "No."}', []],
    ['[]', []],
    ['<html>', []],
  ])('finds in %j %j', (body, codes) => {
    expect(serviceCodes(body)).toEqual(codes);
  });
});
