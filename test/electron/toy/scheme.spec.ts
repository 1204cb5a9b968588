import { expect, test } from './start.ts';

test('the policy forbids inline scripts, eval and other hosts', async ({ start }) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
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
    const fetched = await fetch('https://example.invalid/').catch((error: Error) => error.name);
    return [window.inline, isSecureContext, evaluated, fetched];
  });
  expect(seen).toEqual([undefined, true, 'EvalError', 'TypeError']);
});

test('a type that is no script is not run', async ({ start }) => {
  const { page } = await start();
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = '/script.txt';
        script.addEventListener('load', () => resolve('ran'));
        script.addEventListener('error', () => resolve('refused'));
        document.head.append(script);
      }),
  );
  expect(outcome).toBe('refused');
});

test('the handler answers with status, body and ranges', async ({ start }) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
    const status = async (url: string) => (await fetch(url)).status;
    const range = await fetch('/first.js', { headers: { range: 'bytes=3-7' } });
    const echo = await fetch('/echo', { method: 'POST', body: 'é'.repeat(50_000) });
    return [
      await status('/nothing'),
      await status('/..%2fmain.js'),
      range.status,
      range.headers.get('content-range')?.split('/')[0],
      (await range.text()).length,
      (await echo.text()) === 'é'.repeat(50_000),
    ];
  });
  expect(seen).toEqual([404, 404, 206, 'bytes 3-7', 5, true]);
});

test('audio plays and seeks', async ({ start }) => {
  const { toy, page } = await start();
  const seen = await page.evaluate(async () => {
    const audio = document.querySelector('audio') as HTMLAudioElement;
    const next = (name: string) =>
      new Promise((resolve) => audio.addEventListener(name, resolve, { once: true }));
    if (audio.readyState === 0) await next('loadedmetadata');
    audio.currentTime = 15;
    await next('seeked');
    await audio.play();
    await next('timeupdate');
    return { duration: audio.duration, isPast: audio.currentTime >= 15, error: audio.error };
  });
  expect(seen).toEqual({ duration: 20, isPast: true, error: null });
  expect(toy.output).toContain('range 0');
});

test('both permission handlers decide what Chromium grants', async ({ start }) => {
  const { page } = await start();
  const seen = await page.evaluate(async () => {
    const ask = (wanted: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(wanted).then(
        (stream) => stream.getTracks().length,
        (error: Error) => error.name,
      );
    const position = new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('given'),
        ({ code }) => resolve(code),
      );
    });
    return {
      audio: await ask({ audio: true }),
      video: await ask({ video: true }),
      position: await position,
      notification: Notification.permission,
      clipboard: await navigator.clipboard.writeText('x').catch((error: Error) => error.name),
    };
  });
  expect(seen).toEqual({
    audio: 1,
    video: 'NotAllowedError',
    position: 1,
    notification: 'denied',
    clipboard: 'NotAllowedError',
  });
});
