import { join } from 'node:path';

import { expect, isReal, test } from './start.ts';

test('the tray icon can be clicked and its menu chosen from', async ({ start }) => {
  const { toy } = await start();
  const isVisible = () =>
    toy.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(true);
  await toy.tray.click();
  expect(await isVisible()).toBe(false);
  await toy.tray.click();
  expect(await isVisible()).toBe(true);
  expect(await toy.tray.toolTip()).toBe('Toy');
  expect(await toy.tray.menuLabels()).toEqual(['Notify', 'More', '\tLoud', 'Nothing', 'Quit']);
  await toy.tray.clickMenu('Loud');
  await expect.poll(() => toy.output).toContain('loud true');
  await expect(toy.tray.clickMenu('Nothing')).rejects.toThrow('nobody could click');
});

test('the tray icon’s image is known by its path', async ({ start }) => {
  test.skip(isReal, 'Electron’s constructor sets the first image where no hook sees it');
  const { toy } = await start();
  expect(await toy.tray.image()).toBe(join(import.meta.dirname, 'tray.png'));
});

test('a notification can be clicked', async ({ start }) => {
  const { toy } = await start();
  await toy.tray.clickMenu('notify');
  expect(await toy.notifications()).toEqual([{ title: 'Hello', body: 'World' }]);
  await toy.clickNotification();
  await expect.poll(() => toy.output).toContain('notification clicked');
});

test('a shortcut can be pressed, and can be taken', async ({ start }) => {
  const accelerator = 'CommandOrControl+Shift+Space';
  const { toy } = await start();
  expect(toy.output).toContain('shortcut true');
  await toy.shortcut(accelerator);
  await expect.poll(() => toy.output).toContain('pressed');

  const other = await start({ takenShortcuts: [accelerator] });
  expect(other.toy.output).toContain('shortcut false');
  await expect(other.toy.shortcut(accelerator)).rejects.toThrow('is not registered');
});

test('suspending, the theme and the keyring can be set', async ({ start }) => {
  const { toy, page } = await start({ keyring: 'basic_text' });
  expect(toy.output).toContain('keyring basic_text secret');
  await toy.power('suspend');
  await expect.poll(() => toy.output).toContain('suspend');
  await toy.app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect.poll(() => toy.output).toContain('dark true');
  const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await expect.poll(isDark).toBe(true);
});

test('a dialog gets the answers that were laid ready', async ({ start }) => {
  const { toy } = await start();
  await toy.answerDialog({ response: 1 });
  const responses = await toy.app.evaluate(async ({ dialog }) => {
    const first = await dialog.showMessageBox({ message: 'Really?' });
    const second = await dialog.showSaveDialog({ title: 'Where?' });
    return [first.response, second.canceled];
  });
  expect(responses).toEqual([1, true]);
  expect(await toy.dialogs()).toEqual([
    { kind: 'showMessageBox', options: { message: 'Really?' } },
    { kind: 'showSaveDialog', options: { title: 'Where?' } },
  ]);
});

test('a utility process talks, prints and ends', async ({ start }) => {
  const { toy, page } = await start();
  expect(await page.evaluate(() => window.toy.double(21))).toEqual({ doubled: 42 });
  await expect.poll(() => toy.output).toContain('child says utility a');
  await expect.poll(() => toy.output).toContain('child ended 15');
});

test('a window keeps its size, and the clipboard its text', async ({ start }) => {
  const { toy, page } = await start();
  expect(await page.evaluate(() => `${innerWidth}×${innerHeight}`)).toBe('400×300');
  const window = await toy.app.browserWindow(page);
  await window.evaluate((window) => window.setBounds({ x: 20, y: 20, width: 500, height: 350 }));
  await expect.poll(() => page.evaluate(() => `${innerWidth}×${innerHeight}`)).toBe('500×350');
  const text = await toy.app.evaluate(async ({ clipboard }) => {
    await clipboard.writeText('dictated');
    return clipboard.readText();
  });
  expect(text).toBe('dictated');
});

test('what is not stood in for says so', async ({ start }) => {
  test.skip(isReal, 'Electron has all of it');
  const { toy } = await start();
  const complaints = await toy.app.evaluate(({ app, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const attempts = [
      () => window?.setOpacity(1),
      () => window?.on('page-title-updated', () => {}),
      () => app.getLocale(),
      () => new BrowserWindow({ webPreferences: { sandbox: false } }),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    });
  });
  expect(complaints).toEqual([
    'stand-in: BrowserWindow.setOpacity is not stood in for',
    'stand-in: BrowserWindow never emits page-title-updated',
    'stand-in: App.getLocale is not stood in for',
    'stand-in: only sandboxed windows with context isolation are stood in for',
  ]);
});
