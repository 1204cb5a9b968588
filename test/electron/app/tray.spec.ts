import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';

import type { Launched } from '../launch.ts';
import { clipboardOf, expect, mainPage, test, windowsOf, type AppHome } from './start.ts';

const imageOf = async (app: Launched) => basename((await app.tray.image()) ?? '');

/** As the system's own does when somebody draws tray icons. */
const trayHost = 'echo "b true"';

test('the menu’s first entry records and stops; icon and tooltip show the state', async ({
  home,
}) => {
  const { app } = await home.open();
  const shows = async (state: string) => {
    await expect.poll(() => app.tray.toolTip()).toBe(`whis: ${state} — ctrl+shift+r`);
    expect(await imageOf(app)).toBe(`${state}-light.png`);
  };
  await shows('idle');

  home.recogniser.hold();
  expect((await app.tray.menuLabels())[0]).toBe('Start dictation');
  await app.tray.clickMenu('toggle');
  await shows('recording');
  const [first, ...others] = await app.tray.menuLabels();
  expect(first).toBe('Stop dictation');
  expect(others).toEqual(expect.arrayContaining(['Cancel', 'Hold the recording']));

  await app.tray.clickMenu('toggle');
  await shows('transcribing');
  home.recogniser.release();
  await shows('idle');
  expect((await home.whis('last')).stdout).toMatch(/^heard \d+ milliseconds\n$/);

  await app.tray.clickMenu('pause');
  await shows('paused');
  await expect(app.tray.clickMenu('toggle')).rejects.toThrow('nobody could click');
  await app.tray.clickMenu('resume');
  await shows('idle');
});

test('the icon changes with the desktop’s theme', async ({ home }) => {
  const { app } = await home.open();
  await expect.poll(() => imageOf(app)).toBe('idle-light.png');
  await app.app.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect.poll(() => imageOf(app)).toBe('idle-dark.png');
});

test('a dictation is held, goes on, and is cancelled from the menu', async ({ home }) => {
  const { app } = await home.open();
  await app.tray.clickMenu('toggle');
  await home.reaches('recording');
  await expect.poll(() => app.tray.menuLabels()).toContain('Hold the recording');
  await app.tray.clickMenu('pause');
  await home.reaches('paused');
  await expect.poll(() => app.tray.menuLabels()).toContain('Resume listening');
  await app.tray.clickMenu('resume');
  await home.reaches('recording');
  await expect.poll(() => app.tray.menuLabels()).toContain('Hold the recording');
  await app.tray.clickMenu('cancel');
  await home.reaches('idle');
  expect((await home.whis('list', '--json')).stdout).toContain('"status":"cancelled"');
});

test('the menu has the five latest texts, and a click copies one', async ({ home }) => {
  const { app } = await home.open();
  await home.recogniser.replace(
    `n=$(cat ${home.folder}/n 2>/dev/null || echo 0); n=$((n + 1)); echo $n > ${home.folder}/n; printf "text & number %s" $n`,
  );
  const sound = speakNothing(home);
  for (let number = 1; number <= 6; number += 1) {
    expect(await home.whis('transcribe', sound)).toMatchObject({
      stdout: `text & number ${number}\n`,
    });
  }
  const texts = [6, 5, 4, 3, 2].map((number) => `text && number ${number}`);
  await expect.poll(async () => (await app.tray.menuLabels()).slice(4, 9)).toEqual(texts);
  await app.tray.clickMenu('copy-3');
  await expect.poll(() => clipboardOf(app)).toBe('text & number 4');
  await app.tray.clickMenu('copy-last');
  await expect.poll(() => clipboardOf(app)).toBe('text & number 6');
});

test('where nobody draws tray icons, the window opens and says why', async ({ home }) => {
  const { page } = await home.open({ args: ['--hidden'] });
  await expect(page.getByText('This desktop shows no tray icons')).toBeVisible();
});

test('started hidden at login, it shows its window when it is asked to', async ({ home }) => {
  await home.program('busctl', trayHost);
  const app = await home.start({ args: ['--hidden'] });
  await home.reaches('idle');
  await expect.poll(() => app.tray.menuLabels()).toContain('Open whis');
  expect(await windowsOf(app)).not.toHaveProperty('index.html');
  await app.tray.clickMenu('open');
  const page = await mainPage(app);
  await expect(page.getByRole('heading', { name: 'Ready' })).toBeVisible();
  await expect(page.getByText('shows no tray icons')).toHaveCount(0);
});

test('a click that cannot be followed says why, once', async ({ home }) => {
  const nowhere = { PULSE_SERVER: 'unix:/nowhere', ALSA_CONFIG_PATH: '/dev/null' };
  const { app } = await home.open({ env: nowhere });
  await app.tray.clickMenu('toggle');
  await expect.poll(() => app.notifications()).toHaveLength(1);
  expect(await app.notifications()).toMatchObject([{ title: 'The dictation failed' }]);
  await home.reaches('idle');
  expect(await app.notifications()).toHaveLength(1);
});

/** A second of silence in a file. */
function speakNothing(home: AppHome): string {
  const path = join(home.folder, 'silence.wav');
  execFileSync('sox', ['-n', '-r', '16000', '-c', '1', '-b', '16', path, 'trim', '0', '1']);
  return path;
}
