import { call, expect, overlayPage, test, windowsOf } from './start.ts';

test('the overlay shows while it records, without the focus, and goes', async ({ home }) => {
  const { app } = await home.open();
  const look = async () => (await windowsOf(app))['overlay.html'];
  const page = await overlayPage(app);
  expect((await look())?.isVisible).toBe(false);
  await home.whis('start');
  await expect.poll(async () => (await look())?.isVisible).toBe(true);
  expect(await windowsOf(app)).toMatchObject({
    'index.html': { isFocused: true },
    'overlay.html': { isFocused: false },
  });
  const place = await app.app.evaluate(({ BrowserWindow, screen }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith('/overlay.html'),
    );
    // Not even when it is asked to take it.
    window?.focus();
    return { bounds: window?.getBounds(), area: screen.getPrimaryDisplay().workArea };
  });
  expect(await look()).toMatchObject({ isFocused: false });
  const { bounds, area } = place;
  expect(bounds && bounds.y + bounds.height).toBeLessThan(area.y + area.height);
  expect(bounds && Math.round(bounds.x + bounds.width / 2)).toBe(area.x + area.width / 2);
  await expect(page.getByRole('group', { name: 'Recording' })).toBeVisible();
  await home.whis('pause');
  await expect(page.getByText('On hold')).toBeVisible();
  expect((await look())?.isVisible).toBe(true);
  await page.getByRole('button', { name: 'Cancel the dictation' }).click();
  await home.reaches('idle');
  await expect.poll(async () => (await look())?.isVisible).toBe(false);
});

test('a dictation that is over at once leaves no overlay behind', async ({ home }) => {
  const { app } = await home.open();
  for (let times = 0; times < 5; times += 1) {
    await home.whis('start');
    await home.whis('cancel');
  }
  await home.reaches('idle');
  expect((await windowsOf(app))['overlay.html']).toMatchObject({ isVisible: false, count: 1 });
});

test('an overlay that crashes comes back with the next recording', async ({ home }) => {
  const { app } = await home.open();
  await overlayPage(app);
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find(({ webContents }) => webContents.getURL().endsWith('/overlay.html'))
      ?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(async () => Object.keys(await windowsOf(app))).toEqual(['index.html']);
  await home.whis('start');
  await expect.poll(async () => (await windowsOf(app))['overlay.html']?.isVisible).toBe(true);
});

test('the sounds are played, the first one before the microphone is open', async ({ home }) => {
  await home.settings({ sounds: true });
  const { app, page } = await home.open();
  await overlayPage(app);
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.whis.subscribe((message) => {
      if (message.type === 'sound') heard.push(message.sound);
      else if (message.type === 'event' && message.event === 'state_changed')
        heard.push(message.data.to);
    });
  });
  await call(page, 'subscribe', { events: ['status'] });
  await home.whis('start');
  await home.whis('done', '--wait');
  const heard = () => page.evaluate(() => (window as { heard?: string[] }).heard?.slice(0, 4));
  await expect.poll(heard).toEqual(['start', 'recording', 'stop', 'transcribing']);
});
