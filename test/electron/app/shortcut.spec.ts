import { startDisplay, pressKeys } from '../../fixtures/display.ts';
import { call, expect, test, windowsOf } from './start.ts';

test('a press of the shortcut records, another one ends it', async ({ home }) => {
  const { app } = await home.open();
  await home.reaches('idle');
  await app.shortcut('ctrl+shift+r');
  await home.reaches('recording');
  const { hotkey } = await home.status();
  expect(hotkey).toMatchObject({ armed: true, backend: 'electron', accelerator: 'ctrl+shift+r' });
  expect(hotkey.last_event_at).not.toBeNull();
  await app.shortcut('ctrl+shift+r');
  await home.reaches('idle');
  expect((await home.whis('last')).stdout).toMatch(/^heard \d+ milliseconds/);
});

test('a shortcut that is taken is told in the window and in the status', async ({ home }) => {
  const { page } = await home.open({ takenShortcuts: ['ctrl+shift+r'] });
  await expect(page.getByText('ctrl+shift+r is taken by another program')).toBeVisible();
  const { hotkey } = await home.status();
  expect(hotkey).toMatchObject({ armed: false, backend: null, accelerator: 'ctrl+shift+r' });
  expect(hotkey.reason).toContain('whis toggle');
});

test('another shortcut works at once, and the old one no more', async ({ home }) => {
  const { app, page } = await home.open();
  await home.reaches('idle');
  expect(await call(page, 'set_setting', { key: 'hotkey', value: 'ctrl+alt+d' })).toEqual({
    type: 'ok',
  });
  await expect.poll(async () => (await home.status()).hotkey.accelerator).toBe('ctrl+alt+d');
  await expect(app.shortcut('ctrl+shift+r')).rejects.toThrow('is not registered');
  await app.shortcut('ctrl+alt+d');
  await home.reaches('recording');

  expect((await home.whis('config', 'set', 'hotkey', 'null')).code).toBe(0);
  await expect(app.shortcut('ctrl+alt+d')).rejects.toThrow('is not registered');
  await expect.poll(() => app.tray.toolTip()).toBe('whis: recording');
});

for (const event of ['resume', 'unlock-screen']) {
  test(`the shortcut is taken anew after ${event}`, async ({ home }) => {
    const { app } = await home.open();
    await home.reaches('idle');
    await app.app.evaluate(({ globalShortcut }) => globalShortcut.unregisterAll());
    await expect(app.shortcut('ctrl+shift+r')).rejects.toThrow('is not registered');
    await app.power(event);
    await expect
      .poll(() => app.shortcut('ctrl+shift+r').then(() => 'pressed', String))
      .toBe('pressed');
    await home.reaches('recording');
  });
}

test('holding the keys records, letting go ends it, and Escape cancels', async ({ home }) => {
  const display = await startDisplay();
  try {
    await home.settings({ hotkey: 'ctrl+alt+k', hotkey_mode: 'hold', escape_cancels: true });
    const { app } = await home.open({ env: display.env });
    await expect.poll(async () => (await home.status()).hotkey.armed).toBe(true);
    expect((await home.status()).hotkey.backend).toBe('uiohook');

    const keys = ['ctrl', 'alt', 'k'];
    await pressKeys(
      display,
      keys.flatMap((key) => ['keydown', key]),
    );
    await home.reaches('recording');
    // The overlay is there, and whoever had the focus still has it.
    await expect.poll(async () => (await windowsOf(app))['overlay.html']?.isVisible).toBe(true);
    await pressKeys(
      display,
      keys.flatMap((key) => ['keyup', key]),
    );
    await home.reaches('idle');
    expect((await home.whis('last')).stdout).toMatch(/^heard \d+ milliseconds/);

    await pressKeys(
      display,
      keys.flatMap((key) => ['keydown', key]),
    );
    await home.reaches('recording');
    await pressKeys(display, ['key', 'Escape']);
    await home.reaches('idle');
    await pressKeys(
      display,
      keys.flatMap((key) => ['keyup', key]),
    );
    expect((await home.whis('list', '--json')).stdout).toContain('"status":"cancelled"');
  } finally {
    await display.close();
  }
});
