import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { draftSession } from '../../src/core/session.ts';
import { exchange } from '../../src/daemon/exchange.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { openText } from '../../src/text/index.ts';
import { languages } from '../../src/text/languages/all.ts';
import { polish } from '../../src/text/polish.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'text.md'), 'utf8');

describe('docs/text.md', () => {
  it('has the names of every language’s marks', () => {
    const rows = Array.from(
      page.matchAll(/^\| `(\w+)` \| (.*) \| (.*) \|$/gm),
      ([, code, literally, names = '']) => [code, literally, names.split(', ')],
    );
    const known = Array.from(
      languages,
      ([code, { behind, before, between, joining, literally }]) => [
        code,
        literally,
        [behind, before, between, joining].flatMap((marks) => Object.keys(marks)),
      ],
    );
    expect(rows).toEqual(known);
  });

  it('shows what becomes of spoken marks', () => {
    const [, said = ''] = /^“([^”]+)” becomes$/m.exec(page) ?? [];
    const [, written] = /becomes\n\n```text\n([^`]+)\n```/.exec(page) ?? [];
    const text = { ...defaultSettings.text, spoken_punctuation: true };
    const settings = { ...defaultSettings, text };
    expect(polish(said, { language: 'en', settings })).toBe(written);
  });

  it('shows what is told of a preset that fails', async () => {
    const [, told = ''] = /^(The preset .*)$/m.exec(page) ?? [];
    // Nobody answers at port 1.
    const chat = { ...defaultSettings.chat, base_url: 'http://127.0.0.1:1/v1', model: 'llama3.2' };
    const settings = { ...defaultSettings, chat, presets: [{ name: 'email', prompt: 'Write.' }] };
    const session = draftSession({
      id: 'a',
      createdAt: '2026-11-20T10:00:00.000Z',
      logPath: '/a.jsonl',
      overrides: { preset: 'email' },
      settings,
    });
    const cancel = new AbortController().signal;
    const texts = openText({ env: {}, exchange });
    const { error } = await texts.polish('hello', { session, settings, cancel });
    expect(error?.message.replace('127.0.0.1:1”', '127.0.0.1:11434”')).toBe(told);
  });
});
