import { expect, it } from 'vitest';

import { Latest } from '../../src/renderer/latest.ts';

it('asks one question at a time, and of those that wait the newest only', async () => {
  const asked: string[] = [];
  const heard: string[] = [];
  const answers: ((answer: string) => void)[] = [];
  const done = Promise.withResolvers<void>();
  const latest = new Latest<string, string>(
    (question) => {
      asked.push(question);
      return new Promise((resolve) => answers.push(resolve));
    },
    (outcome) => {
      heard.push('answer' in outcome ? outcome.answer : 'refused');
      done.resolve();
    },
  );
  for (const question of ['a', 'ab', 'abc']) latest.put(question);
  expect(asked).toEqual(['a']);
  answers[0]?.('A');
  await Promise.resolve().then(() => null);
  await expect.poll(() => asked).toEqual(['a', 'abc']);
  answers[1]?.('ABC');
  await done.promise;
  expect(heard).toEqual(['ABC']);
});
