import { expect, isLoaded, test } from './start.ts';

test('the API is there for the first script, and nothing else of the preload is', async ({
  start,
}) => {
  const { page } = await start();
  expect(await page.evaluate(() => window.atFirst)).toBe('object');
  const names = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const bare = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return window.firstNames.filter((name) => !bare.has(name));
  });
  expect(names.filter((name) => name !== 'toy' && !/^\d+$/.test(name))).toEqual([]);
  const nodes = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(nodes).toEqual([]);
});

test('a subframe has no preload', async ({ start }) => {
  const { toy, page } = await start();
  const atFirst = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = '/two.html';
        frame.addEventListener('load', () => resolve(frame.contentWindow?.window.atFirst));
        document.body.append(frame);
      }),
  );
  expect(atFirst).toBe('undefined');
  const urls = await toy.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.frames.map(({ url }) => url),
  );
  expect(urls).toEqual(['app://bundle/two.html']);
});

test('values cross the bridge as copies, functions and promises as themselves', async ({
  start,
}) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
    const { toy } = window;
    const thing = toy.thing();
    const thrown = (work: () => unknown): string => {
      try {
        work();
        return 'nothing';
      } catch (error) {
        return `${error instanceof RangeError} ${error instanceof TypeError} ${(error as Error).message}`;
      }
    };
    return {
      sum: toy.add(2, 3),
      isPlain: Object.getPrototypeOf(thing) === Object.prototype && !('grow' in thing),
      size: thing.size,
      isOurs: Array.isArray(toy.info.list) && toy.info.list.constructor === Array,
      thrown: thrown(() => toy.throwing()),
      frozen: thrown(() => Object.assign(toy.info.list[1], { deep: false })).slice(0, 10),
      fixed: thrown(() => Object.assign(window, { toy: 0 })).slice(0, 10),
      called: await toy.callBack(async ({ date, add }) => [
        date instanceof Date,
        date.getTime(),
        add(1),
      ]),
    };
  });
  expect(seen).toEqual({
    sum: 5,
    isPlain: true,
    size: 1,
    isOurs: true,
    thrown: 'true false on purpose',
    frozen: 'false true',
    fixed: 'false true',
    called: [true, 5, 2],
  });
});

test('an invoke carries what a structured clone does, and refuses the rest', async ({ start }) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
    const message = (error: unknown) => (error as Error).message;
    const circle: unknown[] = [];
    circle.push(circle);
    const back = (await window.toy.echo({
      map: new Map([[1, new Set([2n])]]),
      date: new Date(7),
      bytes: new Uint8Array([1, 255]),
      nan: NaN,
      nothing: undefined,
      error: new TypeError('t'),
      circle,
    })) as {
      map: Map<number, Set<bigint>>;
      date: Date;
      bytes: Uint8Array;
      nan: number;
      error: Error;
      circle: unknown[];
    };
    return [
      back.map.get(1)?.has(2n),
      back.date.getTime(),
      back.bytes[1],
      Number.isNaN(back.nan),
      'nothing' in back,
      back.error.message,
      back.circle[0] === back.circle,
      await window.toy.fail().catch(message),
      await window.toy.echoFunction().catch(message),
      ((await window.toy.echo('x'.repeat(1 << 20))) as string).length,
    ];
  });
  expect(seen.slice(0, 7)).toEqual([true, 7, 255, true, true, 't', true]);
  expect(seen.slice(7)).toEqual([
    "Error invoking remote method 'fail': TypeError: on purpose",
    'An object could not be cloned.',
    1 << 20,
  ]);
});

test('messages keep their order in both directions', async ({ start }) => {
  const { page } = await start();
  const ticks = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const heard: number[] = [];
        const stop = window.toy.onTick((tick) => {
          if (heard.push(tick) < 2000) return;
          stop();
          resolve(heard);
        });
        window.toy.tick(2000);
      }),
  );
  expect(ticks).toEqual(Array.from({ length: 2000 }, (_, tick) => tick));
  const counted = await page.evaluate(() => {
    for (let times = 0; times < 2000; times += 1) window.toy.count();
    return window.toy.counted();
  });
  expect(counted).toBe(2000);
});

test('the main process knows who calls, also after a reload and a navigation', async ({
  start,
}) => {
  const { page } = await start();
  const known = { origin: 'app://bundle', isTop: true, isMain: true, isWindow: true };
  expect(await page.evaluate(() => window.toy.who())).toEqual({
    url: 'app://bundle/index.html',
    ...known,
  });
  await page.reload();
  await isLoaded(page);
  await page.evaluate(() => {
    location.href = '/two.html';
  });
  await page.waitForURL('**/two.html');
  await isLoaded(page);
  expect(await page.evaluate(() => window.toy.who())).toEqual({
    url: 'app://bundle/two.html',
    ...known,
  });
});
