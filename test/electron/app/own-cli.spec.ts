import { expect, test } from './start.ts';

test('the app is its own CLI where the machine has no Node', async ({ home }) => {
  const none = await home.whisWithoutNode('status');
  expect(none.code).toBe(3);
  expect(none.stdout).toContain('not running');
  await home.open();
  const { code, stdout } = await home.whisWithoutNode('status', '--json');
  expect([code, (JSON.parse(stdout) as { host: string }).host]).toEqual([0, 'tray']);
  expect(await home.whisWithoutNode('toggle')).toMatchObject({ code: 0 });
  await home.reaches('recording');
  expect(await home.whisWithoutNode('cancel')).toMatchObject({ code: 0 });
  expect(await home.whisWithoutNode('stop')).toMatchObject({ code: 0 });
});

test('as its own CLI the app starts no daemon, and says what to do instead', async ({ home }) => {
  const answers = [
    ['toggle', 'No daemon is running'],
    ['listen', 'start the tray app instead'],
    ['autostart status', 'start the tray app instead'],
  ] as const;
  for (const [verb, words] of answers) {
    const { code, stderr } = await home.whisWithoutNode(...verb.split(' '));
    expect(code).toBe(3);
    expect(stderr).toContain(words);
  }
});
