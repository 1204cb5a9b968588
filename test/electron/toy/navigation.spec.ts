import { expect, test } from './start.ts';

test('a refused navigation, or redirect, leaves the page alive', async ({ start }) => {
  const { toy, page } = await start();
  await page.click('#away');
  await expect.poll(() => toy.output).toContain('will-navigate https://example.invalid/away');
  await page.click('#redirected');
  await expect.poll(() => toy.output).toContain('will-redirect https://example.invalid/');
  await page.evaluate(() => {
    location.href = 'mailto:someone@example.invalid';
  });
  await expect.poll(() => toy.output).toContain('will-navigate mailto:someone@example.invalid');
  expect(await page.evaluate(() => location.pathname)).toBe('/index.html');
  expect(await page.evaluate(() => window.toy.echo('alive'))).toBe('alive');
});

test('a refused window does not open', async ({ start }) => {
  const { toy, page } = await start();
  await page.click('#blank');
  await expect.poll(() => toy.output).toContain('open https://example.invalid/blank');
  expect(await page.evaluate(() => window.open('https://example.invalid/script'))).toBe(null);
  await expect.poll(() => toy.output).toContain('open https://example.invalid/script');
  expect(toy.app.windows()).toHaveLength(1);
});
