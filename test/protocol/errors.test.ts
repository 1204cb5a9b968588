import { describe, expect, it } from 'vitest';

import { errorSentences } from '../../src/protocol/error-sentences.ts';
import { WhisError, asWhisError, errorCodes, isErrorCode } from '../../src/protocol/errors.ts';

describe('errorCodes', () => {
  it.each(Object.entries(errorCodes))('%s has a known exit code', (code, { exit }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect([1, 2, 3, 4, 5, 6, 7, 130]).toContain(exit);
  });

  it('each have a sentence for the manual', () => {
    expect(Object.keys(errorSentences)).toEqual(Object.keys(errorCodes));
    for (const sentence of Object.values(errorSentences)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('are in order, so that each is found and none is there twice', () => {
    const codes = Object.keys(errorCodes);
    expect(codes).toEqual(codes.toSorted());
  });
});

describe('WhisError', () => {
  it('is an error with a code and its cause', () => {
    const cause = new Error('below');
    const error = new WhisError('busy', 'A dictation is being recorded.', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'WhisError', code: 'busy', cause });
    expect(String(error)).toBe('WhisError: A dictation is being recorded.');
  });
});

describe('asWhisError', () => {
  it('leaves what is one already', () => {
    const error = new WhisError('busy', 'later');
    expect(asWhisError(error, 'storage_failed')).toBe(error);
  });

  it.each<[string, unknown, string]>([
    ['an error', new TypeError('wrong type'), 'wrong type'],
    ['a text', 'just words', 'just words'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
  ])('wraps %s and keeps it as the cause', (_, thrown, message) => {
    expect(asWhisError(thrown)).toMatchObject({ code: 'internal', message, cause: thrown });
    expect(asWhisError(thrown, 'storage_failed').code).toBe('storage_failed');
  });
});

describe('isErrorCode', () => {
  it.each([
    ['busy', true],
    ['Busy', false],
    ['', false],
    ['constructor', false],
    ['__proto__', false],
  ])('judges %j', (word, expected) => {
    expect(isErrorCode(word)).toBe(expected);
  });
});
