import { expect, isReal, test } from './start.ts';

test('a crashed page is told, and a reload brings it back', async ({ start }) => {
  const { toy } = await start();
  await toy.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(() => toy.output).toContain('gone crashed');
  // Playwright's own page does not come back from a crash.
  const ask = () =>
    toy.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.executeJavaScript('window.toy.add(2, 2)')
        .catch(() => 0),
    );
  await expect.poll(ask).toBe(4);
});

test('a second instance hands over its arguments and ends', async ({ start }) => {
  const { toy } = await start();
  expect(await toy.startAgain('--show')).toMatchObject({
    code: 0,
    output: expect.stringContaining('not the first'),
  });
  await expect.poll(() => toy.output).toContain('second-instance true {"from":"toy"}');
});

test('quitting says so in order, and ends with 0', async ({ start }) => {
  const { toy } = await start();
  await toy.tray.clickMenu('Quit');
  expect(await toy.exited).toBe(0);
  const said = toy.output.split('\n').filter((line) => /quit|all-closed/.test(line));
  expect(said).toEqual(['before-quit', 'will-quit', 'quit 0']);
});

test('SIGTERM quits', async ({ start }) => {
  const { toy } = await start();
  toy.app.process().kill('SIGTERM');
  expect(await toy.exited).toBe(0);
  expect(toy.output).toContain('will-quit');
});

test('a window may refuse to close, and hide', async ({ start }) => {
  const { toy } = await start();
  const windows = await toy.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.once('close', (event) => {
      event.preventDefault();
      window.hide();
    });
    window?.close();
    return BrowserWindow.getAllWindows().map((window) => window.isVisible());
  });
  expect(windows).toEqual([false]);
  await toy.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => toy.output).toContain('window-all-closed');
});

test('a killed app leaves no Chromium behind', async ({ start }) => {
  test.skip(isReal, 'Electron is one program with its Chromium');
  const { toy } = await start();
  const pid = await toy.app.evaluate(async () => {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    const children = `/proc/self/task/${process.pid}/children`;
    return Number(readFileSync(children, 'utf8').trim().split(' ')[0]);
  });
  process.kill(pid, 0);
  toy.app.process().kill('SIGKILL');
  const isAlive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isAlive).toBe(false);
});
