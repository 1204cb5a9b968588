import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { modelKinds } from '../../../src/engines/local/kinds.ts';
import { readCatalogue } from '../../../src/engines/models/catalogue.ts';

const shipped = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../assets/models.json'), 'utf8'),
) as { models: Record<string, unknown>[] };
const models = readCatalogue(shipped);

describe('the catalogue', () => {
  it.each(models.map((model) => [model.name, model] as const))(
    '%s has the files of its kind, its source and an address over https',
    (_, { kind, files, source, url, languages }) => {
      const sets: readonly (readonly string[])[] =
        Object.entries(modelKinds).find(([name]) => name === kind)?.[1] ?? [];
      expect(sets.map((roles) => roles.toSorted())).toContainEqual(Object.keys(files).toSorted());
      expect(source).toMatch(/^https:\/\//);
      expect(url).toMatch(/^https:\/\/github\.com\/k2-fsa\/sherpa-onnx\/releases\/download\//);
      expect(languages.length > 0).toBe(kind !== 'vad');
      expect(new Set(languages).size).toBe(languages.length);
    },
  );

  it('says no to two models of one name', () => {
    const [first] = shipped.models;
    expect(() => readCatalogue({ models: [first, first] })).toThrow(/has two models/);
  });

  it.each([
    ['name', '../out'],
    ['url', 'http://example.org/x.tar.bz2'],
    ['files', { model: '../../passwd' }],
    ['sha256', 'abc'],
    ['size_bytes', -1],
    ['languages', 'en'],
    ['title', undefined],
  ])('names the key %s with a value that is not allowed', (key, value) => {
    expect(() => readCatalogue({ models: [{ ...shipped.models[0], [key]: value }] })).toThrow(
      `“${key}” is `,
    );
  });
});

describe('the manual', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/engines.md'), 'utf8');

  it.each(models.map((model) => [model.name, model] as const))(
    'has a row for %s, with its size and licence',
    (name, { sizeBytes, licence }) => {
      const size = sizeBytes === null ? '' : `${Math.max(1, Math.round(sizeBytes / 1e6))} MB`;
      const rows = page.split('\n').filter((line) => line.startsWith(`| \`${name}\` | `));
      const row = rows.find((line) => / MB \|/.test(line));
      expect(row).toContain(`| ${size} |`);
      expect(row).toContain(`| ${licence} |`);
    },
  );
});
