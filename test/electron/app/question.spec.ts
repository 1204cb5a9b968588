import { readFile } from 'node:fs/promises';

import { expect, test, type AppHome } from './start.ts';

const elsewhere = 'https://elsewhere.example/v1';

test('an address is set after the app’s own question, which says what is sent there', async ({
  home,
}) => {
  const { app, page } = await home.open();
  await app.tray.clickMenu('settings');
  for (const [index, { title, key, sent }] of [
    { title: 'Groq', key: 'engines.groq.base_url', sent: 'Your audio and the key' },
    { title: 'Chat model', key: 'chat.base_url', sent: 'Your texts and the chat model’s key' },
  ].entries()) {
    const fold = page.getByRole('group', { name: title });
    await fold.getByText(title, { exact: true }).click();
    const field = fold.getByRole('textbox', { name: 'Address' });
    await app.answerDialog({ response: 0 });
    await field.fill(elsewhere);
    await field.press('Enter');
    await expect(fold.getByText('This was not set: you did not confirm it.')).toBeVisible();
    expect(await written(home)).not.toContain(elsewhere);

    await app.answerDialog({ response: 1 });
    await field.press('Enter');
    await expect.poll(() => written(home)).toContain(elsewhere);
    await expect(fold.getByText('This was not set')).toHaveCount(0);
    const dialogs = await app.dialogs();
    expect(dialogs).toHaveLength(2 * (index + 1));
    for (const { options } of dialogs.slice(-2)) {
      expect(options).toMatchObject({
        message: `Set “${key}”?`,
        buttons: ['Cancel', 'Set it'],
        defaultId: 0,
        cancelId: 0,
      });
      expect(options['detail']).toContain(elsewhere);
      expect(options['detail']).toContain(sent);
    }
    await home.settings({});
    await home.whis('reload');
  }
});

async function written(home: AppHome): Promise<string> {
  return readFile(home.settingsPath, 'utf8');
}
