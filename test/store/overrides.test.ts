import * as v from 'valibot';
import { expect, test } from 'vitest';

import { overridesSchema } from '../../src/store/overrides.ts';

test('takes what one dictation may set for itself', () => {
  const overrides = {
    language: 'pt-BR',
    engine: 'openai',
    model: 'Systran/faster-whisper-small.en',
    preset: 'mail',
    output: ['clipboard', 'stdout', 'file:/tmp/a b.txt'],
    input_file: '/tmp/talk.wav',
    max_seconds: 86_400,
    working_dir: '/tmp',
    label: 'Grüße 😀',
  };
  expect(v.parse(overridesSchema, overrides)).toEqual(overrides);
  expect(v.parse(overridesSchema, {})).toEqual({});
  expect(v.parse(overridesSchema, { output: [] })).toEqual({ output: [] });
});

test.each(['auto', 'Auto', null])('takes %j for a language that the engine finds out', (word) => {
  expect(v.parse(overridesSchema, { language: word })).toEqual({ language: null });
});

test.each([
  [{ language: '-x' }, 'language', /language code/],
  [{ language: 'german!' }, 'language', /such as en or pt-BR, or auto/],
  [{ engine: 'fast' }, 'engine', /auto, local, openai, .* or command/],
  [{ model: '../../secret' }, 'model', /name of a model/],
  [{ model: '/etc/passwd' }, 'model', /name of a model/],
  [{ output: ['clipbord'] }, 'output.0', /clipboard, paste, type, stdout and file:/],
  [{ output: ['file:notes.txt'] }, 'output.0', /ABSOLUTE/],
  [{ output: 'clipboard' }, 'output', /a list of/],
  [{ input_file: 'talk.wav' }, 'input_file', /absolute path/],
  [{ max_seconds: 0 }, 'max_seconds', /from 1 to 86400/],
  [{ max_seconds: Infinity }, 'max_seconds', /from 1 to 86400/],
  [{ max_seconds: '10' }, 'max_seconds', /from 1 to 86400/],
  [{ label: 'two\nlines' }, 'label', /one line/],
  [{ label: ' ' }, 'label', /one line/],
  [{ labl: 'misspelt' }, 'labl', /never/],
  [JSON.parse('{"__proto__":{"label":"x"}}') as object, '__proto__', /never/],
])('refuses %j, naming %s and what is allowed', (overrides, field, allowed) => {
  const { issues } = v.safeParse(overridesSchema, overrides);
  const [issue] = issues ?? [];
  expect(issue && v.getDotPath(issue)).toBe(field);
  expect(issue?.message).toMatch(allowed);
});
