import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { findHelpers, findModel } from '../../../src/engines/local/find.ts';
import type { Manifest } from '../../../src/engines/local/manifest.ts';
import { ModelsFolder } from '../../../src/engines/local/models.ts';
import {
  installPunctuation,
  installStreamingToneModel,
  installToneModel,
  installToneVad,
} from '../../fixtures/tone-model.ts';
import { openWorkplace } from '../workplace.ts';

it('never takes a model that only helps for the one that transcribes, however new it is', async () => {
  const { modelsFolder } = await openWorkplace();
  const tones = await installToneModel(modelsFolder);
  await utimes(join(tones, 'manifest.json'), 1, 1);
  await installToneVad(modelsFolder);
  await installPunctuation(modelsFolder);
  const models = new ModelsFolder(modelsFolder);
  expect(findModel(models, null)).toMatchObject({ name: 'tones' });
  expect(findModel(models, 'vad')).toEqual({
    missing: 'The local model “vad” only helps others: it turns no audio into text.',
    fix: 'Installed: tones.',
    isNamed: true,
  });
});

it('takes the newest model that understands what is spoken, and the newest one where none does', async () => {
  const { modelsFolder } = await openWorkplace();
  const languages = [['en', 'de'], ['de'], ['en']];
  for (const [at, codes] of languages.entries()) {
    const path = join(await installToneModel(modelsFolder, codes.join('-')), 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...manifest, languages: codes }));
    await utimes(path, at + 1, at + 1);
  }
  const models = new ModelsFolder(modelsFolder);
  const taken = (language: string | null, ...several: readonly string[]) =>
    findModel(models, null, { language, languages: several });
  expect(taken(null)).toMatchObject({ name: 'en' });
  expect(taken('de-CH')).toMatchObject({ name: 'de' });
  expect(taken(null, 'de', 'en')).toMatchObject({ name: 'en-de' });
  expect(taken(null, 'fr', 'de')).toMatchObject({ name: 'de' });
  expect(taken('fr')).toMatchObject({ name: 'en' });
  const speech = { language: 'de', languages: [] };
  expect(findModel(models, 'en', speech)).toMatchObject({ name: 'en' });
});

it('finds the helpers that are of use to a model', async () => {
  const { modelsFolder } = await openWorkplace();
  await installToneModel(modelsFolder, 'whole');
  await installStreamingToneModel(modelsFolder, 'streaming');
  const models = new ModelsFolder(modelsFolder);
  const helpersOf = (name: string, change: Partial<Manifest> = {}) => {
    const manifest = findModel(models, name) as Manifest;
    const { vad, punctuation } = findHelpers(models, { ...manifest, ...change });
    return [vad?.name, punctuation?.name];
  };
  expect(helpersOf('whole')).toEqual([undefined, undefined]);
  await installToneVad(modelsFolder, 'silence');
  await installPunctuation(modelsFolder);
  expect(helpersOf('whole')).toEqual(['silence', 'punctuation']);
  expect(helpersOf('streaming')).toEqual([undefined, 'punctuation']);
  expect(helpersOf('whole', { punctuates: true })).toEqual(['silence', undefined]);
  expect(helpersOf('whole', { languages: ['en', 'fr'] })).toEqual(['silence', undefined]);
});
