import { beforeEach, expect, it, vi } from 'vitest';

import { electronClipboard } from '../../src/main/clipboard.ts';

const { desk } = vi.hoisted(() => ({ desk: { text: '', overwriter: null as string | null } }));

// The part of Electron that is the clipboard; the real one is driven in the tests of the app.
vi.mock('electron', () => ({
  clipboard: {
    readText: () => desk.text,
    writeText: (text: string) => {
      desk.text = desk.overwriter ?? text;
    },
  },
}));

beforeEach(() => {
  desk.text = '';
  desk.overwriter = null;
});

it('says whether the text is there after it was written', async () => {
  expect(await electronClipboard.write('mine')).toBe(true);
  desk.overwriter = 'theirs';
  expect(await electronClipboard.write('mine')).toBe(false);
});

it('reads the text that is there, and null where there is none', async () => {
  expect(await electronClipboard.read()).toBeNull();
  desk.text = 'theirs';
  expect(await electronClipboard.read()).toBe('theirs');
});

it('refuses an empty text and leaves the clipboard alone', async () => {
  desk.text = 'before';
  await expect(electronClipboard.write('')).rejects.toMatchObject({ code: 'delivery_failed' });
  expect(desk.text).toBe('before');
});
