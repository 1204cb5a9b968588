import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../src/daemon/programs.ts';
import { Desk } from '../fixtures/desk.ts';
import { dictate } from '../fixtures/dictate.ts';
import { startDisplay, type Display } from '../fixtures/display.ts';

const programs = openPrograms({ env: process.env, platform: 'linux' });
const settings = { hotkey: null, restore_clipboard: true };

let display: Display;
let desk: Desk;

beforeAll(async () => {
  display = await startDisplay();
});
afterAll(() => display.close());
beforeEach(async () => {
  desk = await Desk.open(display);
});
afterEach(() => desk.close());

describe('what was on the clipboard before a dictation was pasted', () => {
  it('is there again once the window has the text', async () => {
    desk.copy('former “words”');
    const client = await desk.listen(settings);
    const { text, delivered } = await dictate(client);
    expect(delivered).toMatchObject([{ to: 'paste', confirmed: null }]);
    await expect.poll(() => desk.window.text()).toBe(text);
    await expect.poll(() => desk.clipboard()).toBe('former “words”');
  });

  it('is not put over what somebody has copied meanwhile', async () => {
    const asked = join(desk.home.folder, 'asked');
    const real = programs.find('xclip');
    desk.copy('former');
    // Asked for the second time what is there, it finds what somebody has copied just now.
    await desk.replace(
      'xclip',
      `case " $* " in *" TARGETS "*)
  echo >>${asked}
  [ "$(wc -l <${asked})" = 2 ] && printf theirs | ${real} -selection clipboard -in >/dev/null 2>&1
esac
exec ${real} "$@"`,
    );
    const client = await desk.listen(settings);
    const { text } = await dictate(client);
    await expect.poll(() => desk.window.text()).toBe(text);
    await expect.poll(() => desk.clipboard()).toBe('theirs');
    // The next one waits until the last one is done with the clipboard.
    const next = await dictate(client);
    await expect.poll(() => desk.window.text()).toBe(`${text}${next.text}`);
    await expect.poll(() => desk.clipboard()).toBe('theirs');
  });

  it('is left alone when it was a picture', async () => {
    desk.copy('PNG', 'image/png');
    const client = await desk.listen(settings);
    const { text } = await dictate(client);
    await expect.poll(() => desk.window.text()).toBe(text);
    expect(desk.clipboard()).toBe(text);
  });
});
