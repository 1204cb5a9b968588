import { readFile } from 'node:fs/promises';

import { clipboardOf, expect, rowsOf, test, windowsOf, type AppHome } from './start.ts';

test('a dictation by the window’s own buttons, as the CLI sees it', async ({ home }) => {
  const { app, page } = await home.open();
  const title = page.getByRole('heading', { level: 1 });
  await page.getByRole('button', { name: 'Start dictation' }).click();
  await expect(title).toHaveText('Recording');
  await expect(page.getByRole('timer')).toBeVisible();
  const seen = await home.status();
  expect(seen).toMatchObject({ state: 'recording', host: 'tray' });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(title).toHaveText('Ready');
  const said = (await home.whis('last')).stdout.trim();
  expect(said).toMatch(/^heard \d+ milliseconds$/);
  await expect(page.getByRole('main')).toContainText(said);
  expect(await clipboardOf(app)).toBe(said);
});

test('the CLI gets the same answers as from a daemon in a terminal', async ({ home }) => {
  const asked = [
    ['ping'],
    ['status', '--json'],
    ['status'],
    ['list', '--json'],
    ['config', 'list', '--json'],
    ['start'],
    ['done', '--wait'],
    ['delete', 'last'],
    ['show', 'nothing'],
    ['stop', '1234'],
    ['stop'],
    ['status'],
    ['stop'],
  ];
  const ask = async () => {
    const answers = [];
    for (const words of asked) {
      const { code, stdout, stderr } = await home.whis(...words);
      const text = `${stdout}${stderr}`
        // What differs between any two runs.
        .replace(/"(pid|rss_bytes|seq|uptime_secs)":\d+/g, '"$1":0')
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{8}\b/g, 'ID')
        .replace(/"(started_at|instance)":"[^"]*"/g, '"$1":""')
        .replace(/process \d+|\b\d+ s,/g, '');
      answers.push([words.join(' '), code, text]);
    }
    return answers;
  };
  // Whoever has no desktop has no clipboard.
  await home.settings({ hotkey: null, output: [`file:${home.folder}/texts`] });
  await home.listen();
  const headless = await ask();
  await home.start();
  await home.reaches('idle');
  const tray = await ask();
  const sameHost = (answers: unknown[][]) =>
    JSON.parse(
      JSON.stringify(answers)
        .replaceAll('tray app 0.1.0', 'headless 0.1.0')
        .replaceAll('\\"host\\":\\"tray\\"', '\\"host\\":\\"headless\\"')
        .replace(/\\"clients\\":\d+/g, ''),
    ) as unknown;
  expect(sameHost(tray)).toEqual(sameHost(headless));
});

test('the history is searched as one types, and a text is copied', async ({ home }) => {
  const { app, page } = await home.open();
  for (const text of [
    'the river is high today',
    'call the plumber tomorrow',
    'river and plumber',
  ]) {
    await home.recogniser.replace(`printf '${text}'`);
    await home.whis('start');
    await home.whis('done', '--wait');
  }
  const rows = rowsOf(page);
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('river and plumber');
  await page.getByLabel('Search all dictations').fill('plumber tomor');
  await expect(rows).toHaveCount(1);
  await expect(rows.first().locator('mark')).toHaveText(['plumber', 'tomor']);
  await rows.first().getByRole('button').first().click();
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => clipboardOf(app)).toBe('call the plumber tomorrow');
  await page.getByLabel('Search all dictations').fill('zebra');
  await expect(page.getByText('No dictation has these words')).toBeVisible();
});

test('a recording is played through the app’s own scheme, and seeks', async ({ home }) => {
  const { page } = await home.open();
  await home.whis('start');
  await expect
    .poll(async () => (await home.status()).session?.elapsed_ms ?? 0)
    .toBeGreaterThan(1500);
  await home.whis('done', '--wait');
  const answers: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith('/audio/')) {
      answers.push(`${response.status()} ${response.headers()['content-type']}`);
    }
  });
  await rowsOf(page).first().getByRole('button').first().click();
  const player = page.getByRole('group', { name: 'Recording' });
  await expect(player).toBeVisible();
  const heard = await page.evaluate(async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement;
    const next = (name: string) =>
      new Promise((resolve) => audio.addEventListener(name, resolve, { once: true }));
    if (audio.readyState === 0) await next('loadedmetadata');
    audio.currentTime = 1;
    await next('seeked');
    await audio.play();
    await next('timeupdate');
    return { isPast: audio.currentTime >= 1, seconds: audio.duration, error: audio.error };
  });
  expect(heard).toMatchObject({ isPast: true, error: null });
  expect(heard.seconds).toBeGreaterThan(1.4);
  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers)).toEqual(new Set(['206 audio/wav']));
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be played' })).toHaveCount(0);
});

test('a failed dictation is told, kept, and retried', async ({ home }) => {
  const { app, page } = await home.open();
  await home.recogniser.replace('exit 3');
  await home.whis('start');
  await home.whis('done', '--wait');
  await expect.poll(() => app.notifications()).toMatchObject([{ title: 'The dictation failed' }]);
  await home.recogniser.replace('printf "the second time"');
  const row = rowsOf(page).filter({ hasText: 'Failed' });
  await row.getByRole('button', { name: 'Retry' }).click();
  await expect(rowsOf(page).filter({ hasText: 'the second time' })).toBeVisible();
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await app.clickNotification();
  await expect.poll(async () => (await windowsOf(app))['index.html']?.isVisible).toBe(true);
});

test('silence and, where it is wanted, success are notified', async ({ home, audio }) => {
  await home.settings({ notify_success: true, microphone: audio.microphone.name });
  const { app } = await home.open();
  const titles = async () => (await app.notifications()).map(({ title }) => title);
  await home.whis('start');
  await expect.poll(titles).toEqual(['Nothing but silence']);
  await home.whis('done', '--wait');
  await expect.poll(titles).toEqual(['Nothing but silence', 'The text is there']);
});

test('a setting that is changed in the window works at once', async ({ home }) => {
  const { app, page } = await home.open();
  await app.tray.clickMenu('settings');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.getByRole('switch', { name: 'Show a small window while recording' }).click();
  await expect.poll(() => written(home)).toMatchObject({ overlay: false });
  await home.whis('start');
  await home.reaches('recording');
  await expect
    .poll(async () => (await windowsOf(app))['overlay.html']?.isVisible ?? false)
    .toBe(false);
  await home.whis('cancel');

  await page.getByRole('switch', { name: 'Show a small window while recording' }).click();
  await expect.poll(() => written(home)).toMatchObject({ overlay: true });
  await home.whis('start');
  await expect.poll(async () => (await windowsOf(app))['overlay.html']?.isVisible).toBe(true);

  const shortcut = page.getByRole('group', { name: 'Shortcut', exact: true });
  await shortcut.getByRole('button', { name: 'change it' }).click();
  await page.keyboard.press('Control+Alt+KeyM');
  await expect.poll(() => written(home)).toMatchObject({ hotkey: 'ctrl+alt+m' });
  await app.shortcut('ctrl+alt+m');
  await home.reaches('idle');

  const field = page.getByRole('spinbutton', { name: 'Longest dictation' });
  await field.fill('0');
  await field.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'max_seconds' })).toBeVisible();
  expect(await written(home)).not.toHaveProperty('max_seconds');
  // What others change is seen, too.
  await home.whis('config', 'set', 'max_seconds', '77');
  await expect(field).toHaveValue('77');
});

test('a command of one’s own is set after the app’s own question', async ({ home }) => {
  const { app, page } = await home.open();
  await app.tray.clickMenu('settings');
  const fold = page.getByRole('group', { name: 'Own program' });
  await fold.getByText('Own program').click();
  const field = fold.getByRole('textbox', { name: 'Command of your own' });
  await field.fill('my-recogniser\n{file}');
  await app.answerDialog({ response: 1 });
  await field.blur();
  await expect.poll(() => app.dialogs()).toHaveLength(1);
  await expect
    .poll(() => written(home))
    .toMatchObject({ engines: { command: { argv: ['my-recogniser', '{file}'] } } });
});

test('the first run proves microphone, shortcut and engine, and comes once', async ({ home }) => {
  await home.forgetSetUp();
  const { app, page } = await home.open();
  await expect(page.getByRole('heading', { name: 'Welcome to whis' })).toBeVisible();
  const onward = page.getByRole('button', { name: 'Continue' });
  await expect(onward).toBeDisabled();
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('You were heard well')).toBeVisible();
  await onward.click();

  await expect(page.getByText('Waiting for the keys…')).toBeVisible();
  await app.shortcut('ctrl+shift+r');
  await expect(page.getByText('It was heard.')).toBeVisible();
  await home.reaches('idle');
  await onward.click();

  await page.getByRole('button', { name: 'Start dictation' }).click();
  await home.reaches('recording');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('It works.')).toBeVisible();
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('heading', { name: 'Ready' })).toBeVisible();
  expect(await app.quit()).toBe(0);

  const again = await home.open();
  await expect(again.page.getByRole('heading', { name: 'Ready' })).toBeVisible();
});

async function written(home: AppHome): Promise<object> {
  return JSON.parse(await readFile(home.settingsPath, 'utf8')) as object;
}
