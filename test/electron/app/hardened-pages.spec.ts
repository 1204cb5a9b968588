import type { Page } from 'playwright/test';

import { call, expect, overlayPage, test, windowsOf } from './start.ts';

test('a page has nothing of Node, and of its preload only call and subscribe', async ({ home }) => {
  const { app, page } = await home.open();
  for (const one of [page, await overlayPage(app)]) {
    const seen = await one.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'];
      const replace = () => Object.assign(window.whis, { call: () => 'replaced' });
      let isFrozen = false;
      try {
        replace();
      } catch {
        isFrozen = true;
      }
      return {
        nodes: names.filter((name) => name in window),
        api: Object.keys(window.whis).sort(),
        isFrozen,
      };
    });
    expect(seen).toEqual({ nodes: [], api: ['call', 'subscribe'], isFrozen: true });
  }
  await page.evaluate(() => {
    const heard: number[] = [];
    window.whis.subscribe((...args: unknown[]) => heard.push(args.length));
    Object.assign(window, { heard });
  });
  await app.tray.clickMenu('settings');
  // The message alone, without the event that brought it: its sender could send anything.
  const heard = () => page.evaluate(() => (window as { heard?: number[] }).heard?.[0]);
  await expect.poll(heard).toBe(1);
});

test('no menu of Electron’s own offers to reload, or developer tools', async ({ home }) => {
  test.skip(process.platform === 'darwin', 'macOS takes the keys for copying from a menu');
  const { app } = await home.open();
  expect(await app.app.evaluate(({ Menu }) => Menu.getApplicationMenu())).toBeNull();
});

test('the pages’ policy allows their own files and nothing else', async ({ home }) => {
  const { page } = await home.open();
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === '/index.html'),
    page.reload(),
  ]);
  const headers = response.headers();
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });

  const seen = await page.evaluate(async () => {
    const add = <Name extends keyof HTMLElementTagNameMap>(
      name: Name,
      change: (element: HTMLElementTagNameMap[Name]) => void,
    ) => {
      const element = document.createElement(name);
      change(element);
      document.body.append(element);
      return element;
    };
    const outcome = (element: HTMLElement) =>
      new Promise((resolve) => {
        element.addEventListener('load', () => resolve('loaded'));
        element.addEventListener('error', () => resolve('refused'));
      });
    const global = window as { ran?: boolean };
    // By the policy, and not only because there is nobody of that name.
    const violations = new Set<string>();
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.add(`${effectiveDirective} ${blockedURI}`),
    );
    // Inline, as text that found its way into the page would.
    add('script', (script) => (script.textContent = 'window.ran = true'));
    add('div', (div) => (div.innerHTML = '<img src="icon.png" onload="window.ran = true">'));
    add('style', (style) => (style.textContent = 'body { margin-top: 77px !important }'));
    const styled = add('p', (p) => p.setAttribute('style', 'margin-top: 77px'));
    // Playwright's own evaluation may do what the page may not: a timer may not.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-eval
          resolve((0, eval)('"ran"'));
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
    const refusal = (error: Error) => error.name;
    const socket = await new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (effectiveDirective === 'connect-src') resolve('refused');
      });
      try {
        new WebSocket('ws://127.0.0.1:9/').addEventListener('open', () => resolve('open'));
      } catch {
        resolve('refused');
      }
    });
    const outcomes = {
      fetched: await fetch('/index.html').catch(refusal),
      abroad: await fetch('https://example.invalid/').catch(refusal),
      socket,
      script: await outcome(add('script', (one) => (one.src = 'https://example.invalid/a.js'))),
      image: await outcome(add('img', (one) => (one.src = 'https://example.invalid/a.png'))),
      local: await outcome(add('img', (one) => (one.src = 'file:///etc/hostname'))),
      data: await outcome(
        add(
          'img',
          (one) =>
            (one.src =
              'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
        ),
      ),
      own: await outcome(add('img', (one) => (one.src = '/icon.png'))),
      evaluated,
      ran: global.ran,
      margins: [document.body, styled].map((one) => getComputedStyle(one).marginTop),
    };
    return { ...outcomes, violations: [...violations] };
  });
  expect(seen.violations).toEqual(
    expect.arrayContaining([
      'connect-src https://example.invalid/',
      'img-src https://example.invalid/a.png',
      'img-src data',
      'script-src-elem https://example.invalid/a.js',
      'script-src-elem inline',
      'script-src-attr inline',
      'style-src-elem inline',
      'style-src-attr inline',
      'script-src eval',
    ]),
  );
  expect(seen).toMatchObject({
    fetched: 'TypeError',
    abroad: 'TypeError',
    socket: 'refused',
    script: 'refused',
    image: 'refused',
    local: 'refused',
    data: 'refused',
    own: 'loaded',
    evaluated: 'EvalError',
    ran: undefined,
    margins: expect.not.arrayContaining(['77px']),
  });
});

test('a frame of another page shows nothing', { tag: '@row-21' }, async ({ home }) => {
  const { page } = await home.open();
  const refused = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          resolve(effectiveDirective),
        );
        const frame = document.createElement('iframe');
        frame.src = '/index.html';
        document.body.append(frame);
      }),
  );
  expect(refused).toBe('frame-src');
});

test('of the scheme there is nothing but the pages’ own files', async ({ home }) => {
  const { page } = await home.open();
  expect(await statusOf(page, '/app.js')).toBe(200);
  const ways = [
    '/main.mjs',
    '/../main/main.mjs',
    '/..%2fmain%2fmain.mjs',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/app.js%00.html',
    '/app.js/',
    '//etc/passwd',
    '/constructor',
    '/__proto__',
    '/audio/',
    '/audio/..%2f..%2fhistory.db',
    `/audio/${'.'.repeat(36)}`,
    `/audio/${'0'.repeat(36)}`,
    '/audio/00000000-0000-7000-8000-000000000000',
  ];
  const statuses: Record<string, number> = {};
  for (const way of ways) statuses[way] = await statusOf(page, way);
  expect(statuses).toEqual(Object.fromEntries(ways.map((way) => [way, 404])));
});

test('the window stays at its page, and opens no other', async ({ home }) => {
  const { app, page } = await home.open();
  const places = [
    'https://example.invalid/away',
    'http://127.0.0.1:9/',
    'file:///etc/hostname',
    'mailto:someone@example.invalid',
    '/overlay.html',
    '/audio/00000000-0000-7000-8000-000000000000',
  ];
  for (const place of places) {
    await page.evaluate((place) => {
      const link = document.createElement('a');
      link.href = place;
      document.body.append(link);
      link.click();
      location.href = place;
    }, place);
  }
  expect(await page.evaluate(() => window.open('https://example.invalid/'))).toBeNull();
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.invalid/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  expect(await page.evaluate(() => location.pathname)).toBe('/index.html');
  expect(await call(page, 'ping')).toEqual({ type: 'pong' });
  const windows = await windowsOf(app);
  expect(Object.keys(windows).sort()).toEqual(['index.html', 'overlay.html']);

  const refused = await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) =>
      (['will-redirect', 'will-attach-webview'] as const).map((name) => {
        const event = { url: 'https://example.invalid/', defaultPrevented: false };
        const preventDefault = () => (event.defaultPrevented = true);
        webContents.emit(name, Object.assign(event, { preventDefault }), {}, {});
        return event.defaultPrevented;
      }),
    ),
  );
  expect(refused).toEqual([
    [true, true],
    [true, true],
  ]);
});

test('a page still hears after a navigation that was refused', async ({ home }) => {
  const { page } = await home.open();
  await page.evaluate(() => {
    location.href = 'https://example.invalid/away';
    location.hash = 'somewhere';
  });
  await home.whis('start');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recording');
});

test('a page may use nothing of the machine', async ({ home }) => {
  const { app, page } = await home.open();
  const seen = await page.evaluate(async () => {
    const ask = (wanted: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(wanted).then(
        () => 'given',
        (error: Error) => error.name,
      );
    return {
      audio: await ask({ audio: true }),
      video: await ask({ video: true }),
      notification: Notification.permission,
      clipboard: await navigator.clipboard.readText().catch((error: Error) => error.name),
    };
  });
  expect(seen).toEqual({
    audio: 'NotAllowedError',
    video: 'NotAllowedError',
    notification: 'denied',
    clipboard: 'NotAllowedError',
  });
  // Each handler by itself: were one missing, the other would still hide it above.
  const asked = await app.app.evaluate(({ BrowserWindow }) => {
    const { check, request, device } = hookMemory.permissions;
    const [window] = BrowserWindow.getAllWindows();
    const url = window?.webContents.getURL() ?? '';
    const names = ['media', 'geolocation', 'notifications', 'openExternal', 'hid'] as const;
    const details = { isMainFrame: true, requestingUrl: url };
    return names.map((name) => {
      let isGiven: boolean | null = null;
      if (window && name !== 'hid') {
        request?.(window.webContents, name, (given) => (isGiven = given), details);
      }
      return [name, check?.(null, name, url, details), isGiven, typeof device];
    });
  });
  expect(asked).toEqual([
    ['media', false, false, 'function'],
    ['geolocation', false, false, 'function'],
    ['notifications', false, false, 'function'],
    ['openExternal', false, false, 'function'],
    ['hid', false, null, 'function'],
  ]);
});

test('only pages of whis are opened outside', async ({ home }) => {
  const { app, page } = await home.open();
  for (const link of ['manual', 'issues', 'licence', 'models_folder', 'log']) {
    expect(await call(page, 'app_open', { link })).toEqual({ type: 'ok' });
  }
  const opened = await app.opened();
  expect(opened).toHaveLength(5);
  expect(opened.slice(0, 3).every((url) => url.startsWith('https://github.com/'))).toBe(true);
  const others = ['https://example.invalid/', 'file:///etc', '__proto__', 'constructor', '', null];
  for (const link of others) {
    expect(await call(page, 'app_open', { link })).toMatchObject({ code: 'not_allowed' });
  }
  expect(await app.opened()).toHaveLength(5);
});

test('markup in a text is shown as text', { tag: '@row-21' }, async ({ home }) => {
  const markup =
    '<img src=x onerror="window.ran = true"><script>window.ran = true</script><b>bold</b>';
  await home.recogniser.replace(`cat <<'END'\n${markup}\nEND`);
  const { page } = await home.open();
  await home.whis('start');
  await home.whis('done', '--wait');
  const row = page.getByRole('button', { name: 'bold' });
  await expect(row).toContainText(markup);
  await row.click();
  await expect(page.getByLabel('Text', { exact: true })).toHaveText(markup);
  expect(await page.evaluate(() => (window as { ran?: boolean }).ran)).toBeUndefined();
});

/** What the scheme answers to a script at `path`: as a page asks, by an element, since it may not fetch. */
async function statusOf(page: Page, path: string): Promise<number> {
  const [response] = await Promise.all([
    page.waitForResponse((response) => response.request().resourceType() === 'script'),
    page.evaluate((path) => {
      const script = document.createElement('script');
      // A whole URL: the browser would take “//etc” for a host.
      script.src = `${location.origin}${path}`;
      document.body.append(script);
    }, path),
  ]);
  return response.status();
}
