import { expect, test } from './start.ts';

test('starts', async ({ home }) => {
  const { app, page } = await home.open();
  console.log(app.output, await page.content());
  console.log(await app.tray.menuLabels(), await app.tray.toolTip(), await app.tray.image());
  console.log(await home.whis('status'));
});
