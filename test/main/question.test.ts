import { describe, expect, it } from 'vitest';

import { questionAbout } from '../../src/main/question.ts';
import { defaultSettings } from '../../src/store/settings.ts';

const email = { name: 'email', prompt: 'Make it an email.' };
const poem = { name: 'poem', prompt: 'Make it a poem.' };
const settings = { ...defaultSettings, presets: [email, poem] };

describe('questionAbout', () => {
  it.each([
    ['engines.command.argv', ['sh'], /program is started.* gets your audio/],
    ['engines.command', {}, /program is started/],
    ['engines', {}, /which programs are started, and where your audio and the keys are sent/],
    ['output', ['file:/tmp/a'], /to a file it is appended/],
    ['socket_path', '/tmp/a', /other programs reach whis there/],
    [
      'engines.groq.base_url',
      'https://elsewhere.example/v1',
      /audio and the key .* are sent there/,
    ],
    ['engines.groq', {}, /audio and the key .* are sent there/],
    ['chat.base_url', 'https://elsewhere.example/v1', /texts and the chat model’s key are sent/],
    ['chat', {}, /texts and the chat model’s key are sent/],
    ['presets', [], /chat model’s address/],
    ['what.comes.later', 1, /start programs or write files/],
  ])('says what %s can do', (key, value, words) => {
    expect(questionAbout(key, value, settings).danger).toMatch(words);
  });

  it('shows all of a value', () => {
    const { shown } = questionAbout('engines.command.argv', ['sh', '-c'], settings);
    expect(JSON.parse(shown)).toEqual(['sh', '-c']);
    expect(questionAbout('engine', undefined, settings).shown).toBe('');
  });

  it('shows no key', () => {
    const group = { model: 'whisper-1', api_key: 'sk-averysecretkey' };
    const { shown } = questionAbout('engines.openai', group, settings);
    expect(JSON.parse(shown)).toEqual({
      model: 'whisper-1',
      api_key: '(the key that you entered)',
    });
  });

  it('shows of the presets what changes', () => {
    const changed = { ...poem, base_url: 'https://elsewhere.example/v1' };
    const { shown } = questionAbout('presets', [email, changed], settings);
    expect(shown).toContain('https://elsewhere.example/v1');
    expect(shown).toContain('without “poem” as it is now');
    expect(shown).not.toContain('email');
    expect(questionAbout('presets', [email], settings).shown).toBe('without “poem” as it is now');
    expect(questionAbout('presets', [email, poem], settings).shown).toBe('the same presets');
    expect(questionAbout('presets', 'none', settings).shown).toBe('"none"');
  });
});
