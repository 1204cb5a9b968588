import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';

import { callsOf, usePages } from './harness/pages.ts';
import { recordingId, sessionOf } from './harness/scene.ts';
import { troubled, usual } from './harness/scenes.ts';

const open = usePages();

describe('the state', () => {
  it('is told while a dictation is recorded: time, level and text, to the end', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await expect.poll(() => said(page)).toBe('Recording.');
    await announceLevels(page, 83);
    await expect.poll(() => page.getByRole('timer').textContent()).toBe('0:08');
    expect(await inkOf(page, '.wave')).toBeGreaterThan(100);
    await page.evaluate(
      (id) =>
        window.fake.announce({ event: 'partial', session_id: id, data: { text: 'so <b>far</b>' } }),
      recordingId,
    );
    await page.getByText('so <b>far</b>').waitFor();
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByRole('heading', { name: 'On hold' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => said(page)).toBe('Transcribing.');
    const session = sessionOf({ id: recordingId, text: 'so far so good' });
    await page.evaluate((done) => {
      window.fake.put(done.id, done);
      const { timings_ms, recovered } = done;
      const data = { text: 'so far so good', timings_ms, recovered, late: false };
      window.fake.announce({ event: 'session_done', session_id: done.id, data });
      window.fake.announce(
        { event: 'state_changed', data: { from: 'transcribing', to: 'idle' } },
        { state: 'idle', session: null, current_session: null, queue: [] },
      );
    }, session);
    await expect.poll(() => said(page)).toBe('The text is there.');
    await expect
      .poll(() => page.locator('.row-main').first().textContent())
      .toContain('so far so good');
  });

  it.each([
    ['from left to right', 'Hello, this is what I mean. '],
    ['from right to left', 'שלום, זה טקסט שנכתב מימין לשמאל. '],
  ])('keeps everything in its place while the text grows, %s', async (_, sentence) => {
    const page = await open(usual, { width: 480, height: 700 });
    await page.getByRole('button', { name: 'Start dictation' }).click();
    const say = (text: string) =>
      page.evaluate(
        ({ id, text }) =>
          window.fake.announce({ event: 'partial', session_id: id, data: { text } }),
        { id: recordingId, text },
      );
    const top = async () => (await page.getByRole('search').boundingBox())?.y;
    const live = page.locator('.live-text');
    await say(sentence);
    await live.waitFor();
    const before = await top();
    for (const times of [4, 20, 200]) {
      await say(`${sentence.repeat(times)}END`);
      await page.getByText(/END$/).waitFor();
      expect(await top()).toBe(before);
      // What was said last is in sight.
      const isAtEnd = await live.evaluate((element) => {
        const words = element.firstElementChild?.getBoundingClientRect();
        return (words?.bottom ?? Infinity) <= element.getBoundingClientRect().bottom + 1;
      });
      expect(isAtEnd).toBe(true);
    }
  });

  it('can be cancelled', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => said(page)).toBe('Cancelled.');
    expect(await callsOf(page, 'cancel_session')).toHaveLength(1);
  });

  it('warns of silence', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await page.evaluate(() =>
      window.fake.announce({ event: 'microphone_silent', data: { microphone: 'default' } }),
    );
    await page.getByText('Nothing but silence comes from the microphone').waitFor();
    expect(await said(page)).toBe('Recording, but nothing is heard.');
  });

  it('says what is missing, and leads to where it is mended', async () => {
    const page = await open(troubled);
    await page.getByText('The shortcut is not heard').waitFor();
    await page.getByRole('button', { name: 'Engines' }).nth(1).click();
    await page.getByText('Nothing turns speech into text yet').waitFor();
    expect(await page.getByText('Install whisper-cli or pocketsphinx.').count()).toBe(1);
  });

  it('is asked for again after a gap', async () => {
    const page = await open(usual);
    await page.locator('.row-main').first().waitFor();
    await page.evaluate(() => window.fake.announce({ event: 'overflow', data: {} }));
    await expect.poll(() => callsOf(page, 'subscribe')).toHaveLength(2);
  });

  it('tells a refusal as it was given', async () => {
    const message = 'Listening is paused. Resume it first.';
    const page = await open({ ...usual, refused: { start_session: { code: 'paused', message } } });
    await page.getByRole('button', { name: 'Start dictation' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain(message);
  });
});

describe('the overlay', () => {
  it('shows a recording, and cancels it', async () => {
    const page = await open(usual, { file: 'overlay.html', width: 340, height: 64 });
    await page.evaluate(() => window.fake.call('start_session', {}));
    await announceLevels(page, 31);
    await expect.poll(() => page.locator('.pill-time').textContent()).toBe('0:03');
    const { width, height } = (await page.locator('.pill').boundingBox()) ?? {
      width: 0,
      height: 0,
    };
    expect(width).toBeLessThanOrEqual(340);
    expect(height).toBeLessThanOrEqual(64);
    await page.getByRole('button', { name: 'Cancel the dictation' }).click();
    await expect.poll(() => page.locator('.pill').count()).toBe(0);
    expect(await callsOf(page, 'cancel_session')).toHaveLength(1);
  });

  it.each([
    ['from left to right', 'Hello, this is what I mean. '],
    ['from right to left', 'שלום, זה טקסט שנכתב מימין לשמאל. '],
  ])('begins at the beginning, and shows the end of a long text, %s', async (_, sentence) => {
    const page = await open(usual, { file: 'overlay.html', width: 340, height: 64 });
    await page.evaluate(() => window.fake.call('start_session', {}));
    const say = (text: string) =>
      page.evaluate(
        ({ id, text }) =>
          window.fake.announce({ event: 'partial', session_id: id, data: { text } }),
        { id: recordingId, text },
      );
    const gaps = () =>
      page.locator('.pill-text').evaluate((element) => {
        const box = element.getBoundingClientRect();
        const words = element.firstElementChild?.getBoundingClientRect() ?? box;
        const isLeftward = getComputedStyle(element).direction === 'rtl';
        const [left, right] = [words.left - box.left, box.right - words.right];
        return isLeftward ? { start: right, end: left } : { start: left, end: right };
      });
    await say(sentence.slice(0, 7));
    await page.getByText(sentence.slice(0, 7).trim()).waitFor();
    expect((await gaps()).start).toBeCloseTo(14, 0);
    await say(sentence.repeat(9));
    await expect.poll(async () => (await gaps()).end).toBeCloseTo(0, 0);
    expect((await gaps()).start).toBeLessThan(0);
  });

  it('plays a sound of its own making', async () => {
    const page = await open(usual, { file: 'overlay.html', width: 340, height: 64 });
    const started = await page.evaluate(() => {
      let count = 0;
      const Real = window.OscillatorNode;
      window.OscillatorNode = class extends Real {
        override start(at?: number): void {
          count += 1;
          super.start(at);
        }
      };
      window.fake.tell({ type: 'sound', sound: 'start' });
      return new Promise<number>((resolve) => {
        const look = () => (count === 2 ? resolve(count) : requestAnimationFrame(look));
        look();
      });
    });
    expect(started).toBe(2);
  });
});

function said(page: Page): Promise<string | null> {
  return page.locator('.unseen[role=status]').textContent();
}

async function announceLevels(page: Page, count: number): Promise<void> {
  await page.evaluate(
    ({ levels, id }) => {
      for (let level = 1; level <= levels; level += 1) {
        window.fake.announce({
          event: 'level',
          session_id: id,
          data: { dbfs: -20, elapsed_ms: level * 100 },
        });
      }
    },
    { levels: count, id: recordingId },
  );
}

/** How many pixels of a canvas are drawn. */
function inkOf(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate(async (element: HTMLCanvasElement) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const { data = [] } =
      element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? {};
    return Array.from(data).filter((value, at) => at % 4 === 3 && value > 0).length;
  });
}
