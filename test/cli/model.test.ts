import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { inUseNote } from '../../src/cli/model-in-use.ts';
import { retryLine, transferLine } from '../../src/cli/transfer.ts';
import type { ListedModel } from '../../src/protocol/model.ts';
import { Home } from '../fixtures/home.ts';
import { ModelServer, packToneModel, toneEntry } from '../fixtures/model-server.ts';
import { installToneModel } from '../fixtures/tone-model.ts';

const name = 'tones-small';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function makeHome(
  changes: Readonly<Record<string, unknown>> = {},
): Promise<{ home: Home; server: ModelServer; archive: Uint8Array }> {
  const server = await ModelServer.open();
  closing.push(() => server.close());
  const { archive } = await packToneModel();
  server.serve('tones.tar.bz2', archive);
  const plain = await Home.make();
  closing.push(() => plain.close());
  const catalogue = join(plain.folder, 'catalogue.json');
  const models = [toneEntry(server.url('tones.tar.bz2'), changes)];
  await writeFile(catalogue, JSON.stringify({ models }));
  return { home: plain.with({ WHIS_MODEL_CATALOGUE: catalogue }), server, archive };
}

function listed(name: string, about: Partial<ListedModel>): ListedModel {
  const nothing = { kind: null, size_bytes: null, license: null, source: null, problem: null };
  const state = { installed: true, in_use: false, downloading: null };
  return {
    name,
    title: name,
    languages: [],
    path: `/models/${name}`,
    ...nothing,
    ...state,
    ...about,
  };
}

describe('whis model', () => {
  it('gets a model, tells of it and removes it, without a daemon', async () => {
    const { home } = await makeHome();
    const path = join(home.paths.models, name);
    expect((await home.whis('model', 'list')).stdout).toMatch(/NAME +STATE.*\ntones-small +en, de/);
    const got = await home.whis('model', 'download', name);
    expect(got).toMatchObject({ code: 0, stdout: `${name} is installed: ${path}\n` });
    expect(got.stderr).toMatch(
      /its publisher gives no checksum; that of this download holds now: /,
    );
    expect(got.stderr.trimEnd()).toMatch(
      /takes it from the next dictation on; to choose another: whis model use NAME$/,
    );
    expect((await home.whis('model', 'list')).stdout).toMatch(/tones-small +in use/);
    expect(await home.whis('model', 'verify', name)).toMatchObject({
      code: 0,
      stdout: `${name} is well\n`,
    });
    expect((await home.whis('model', 'use', name)).code).toBe(0);
    const chosen = await home.whis('config', 'get', 'engines.local.model');
    expect(chosen.stdout).toBe(`${name}\n`);
    expect((await home.whis('model', 'path', name)).stdout).toBe(`${path}\n`);
    expect((await home.whis('model', 'path')).stdout).toBe(`${home.paths.models}\n`);
    await writeFile(join(path, 'tokens.txt'), 'x');
    const verdict = await home.whis('model', 'verify', name);
    expect(verdict).toMatchObject({ code: 1, stdout: `${name} is damaged\n` });
    expect((await home.whis('model', 'remove', name)).code).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect(home.processes()).toEqual([]);
  });

  it('says when a download is not the one in use, and how to choose it', async () => {
    const { home } = await makeHome();
    await installToneModel(home.paths.models, 'first');
    await home.settings({ engines: { local: { model: 'first' } } });
    expect((await home.whis('model', 'download', name)).stderr.trimEnd()).toMatch(
      /the local engine still takes first; to choose this one: whis model use tones-small$/,
    );
    const gone = listed('gone', { kind: 'ctc' });
    expect(inUseNote('gone', [gone])).toBe(
      'the local engine has no model that it can take; to choose this one: whis model use gone',
    );
    const models = [
      listed('first', { kind: 'ctc', in_use: true }),
      listed('silero', { kind: 'vad' }),
    ];
    expect(inUseNote('silero', models)).toBe(
      'the local engine still takes first; to choose one: whis model use NAME',
    );
  });

  it('says the same in JSON, through a daemon', async () => {
    const { home } = await makeHome();
    await home.listen();
    const got = await home.whis('model', 'download', name, '--json');
    expect(JSON.parse(got.stdout)).toMatchObject({ type: 'model_downloaded', checksum: 'learnt' });
    const list = JSON.parse((await home.whis('model', 'list', '--json')).stdout) as object;
    expect(list).toMatchObject({ type: 'model_list', models: [{ name, installed: true }] });
    for (const action of ['use', 'verify', 'path', 'remove'])
      expect(JSON.parse((await home.whis('model', action, name, '--json')).stdout)).toHaveProperty(
        'type',
      );
  });

  it.each(['without a daemon', 'through a daemon'])(
    'is called off by Ctrl-C %s, and goes on later',
    async (how) => {
      const { home, server, archive } = await makeHome();
      if (how === 'through a daemon') await home.listen();
      server.serve('tones.tar.bz2', archive, { hangsAfter: 300 });
      const asked = home.start('model', 'download', name);
      await expect.poll(() => server.asked).toHaveLength(1);
      expect(await asked.end('SIGINT')).toBe(130);
      expect(asked.printed).toContain(`Go on: whis model download ${name}`);
      server.serve('tones.tar.bz2', archive);
      expect((await home.whis('model', 'download', name)).code).toBe(0);
    },
  );

  it('says what is missing, and what there is not', async () => {
    const { home, server } = await makeHome({ url: 'http://127.0.0.1:9/tones.tar.bz2' });
    void server;
    expect(await home.whis('model', 'use')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Which model? whis model use NAME'),
    });
    expect(await home.whis('model', 'verify', name)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not installed in'),
    });
    expect(await home.whis('model', 'download', 'other')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It has: tones-small'),
    });
  });
});

describe('a download on one line', () => {
  it('has a bar, the rate and the time left', () => {
    expect(transferLine({ received: 100e6, total: 487e6 }, 5_555_556)).toBe(
      '▮▮▯▯▯▯▯▯▯▯▯▯ 20 %  100 of 487 MB  5.6 MB/s  1 min left',
    );
  });

  it('says of a slow one how slow it is', () => {
    expect(transferLine({ received: 1e6, total: 10e6 }, 12_345)).toBe(
      '▮▯▯▯▯▯▯▯▯▯▯▯ 10 %  1 of 10 MB  12.3 kB/s  12 min left',
    );
  });

  it('says when it is tried again, and why', () => {
    const retry = { attempt: 2, attempts: 5, delay_ms: 1000, reason: 'nobody answers there' };
    expect(retryLine(retry, 0)).toBe(
      'nothing came, trying again in 1 s (2 of 5): nobody answers there',
    );
    expect(retryLine({ ...retry, attempt: 4, delay_ms: 10_000 }, 300)).toBe(
      'broken off, trying again in 10 s (4 of 5): nobody answers there',
    );
  });

  it('has what can be said where the size is not known', () => {
    expect(transferLine({ received: 5e6, total: null }, 1e6)).toBe('5.0 MB  1.0 MB/s');
    expect(transferLine({ received: 5e6, total: null }, 0)).toBe('5.0 MB');
  });
});
