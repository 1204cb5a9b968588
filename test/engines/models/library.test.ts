import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { readManifest } from '../../../src/engines/local/manifest.ts';
import { SmallDisk } from '../../fixtures/small-disk.ts';
import { pack } from '../../fixtures/model-server.ts';
import { archiveName, openModelWorkplace, received } from './workplace.ts';

const name = 'tones-small';

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

const installed = [
  '.downloads',
  `.downloads/${archiveName}.sha256`,
  name,
  `${name}/manifest.json`,
  `${name}/model.onnx`,
  `${name}/tokens.txt`,
];

describe('a download', () => {
  it('leaves a model that the local engine can read, and nothing else but the learnt checksum', async () => {
    const { open, get, folder, told, sha256, archive } = await openModelWorkplace();
    const { path, receipt } = await get(await open());
    expect(receipt).toMatchObject({ sha256, checksum: 'learnt' });
    expect(path).toBe(join(folder, name));
    expect(files(folder)).toEqual(installed);
    expect(readManifest(path)).toMatchObject({ name, kind: 'ctc', languages: ['en', 'de'] });
    expect([...new Set(told.map(({ stage }) => stage))]).toEqual([
      'downloading',
      'checking',
      'unpacking',
      'done',
    ]);
    expect(told[0]).toEqual({
      name,
      stage: 'downloading',
      received_bytes: 0,
      total_bytes: archive.length,
      bytes_per_second: null,
      error: null,
    });
  });

  it('tells how fast it comes, and of no stage but that', async () => {
    const { server, open, getUntil, told } = await openModelWorkplace();
    // After a break that is longer than the half second in which a rate cannot be told.
    const library = await open({ pausesMs: [600] });
    const { running, behaviour } = await getUntil(library, 300);
    behaviour.hangsAfter = undefined;
    server.cut();
    await running;
    const rates = told.filter(({ bytes_per_second: rate }) => rate !== null);
    expect(rates.length).toBeGreaterThan(0);
    expect(rates.every(({ stage }) => stage === 'downloading')).toBe(true);
  });

  it('is unpacked without a bzip2 of the system, too', async () => {
    const { open, get, folder, sha256 } = await openModelWorkplace();
    await get(await open({ changes: { sha256 }, programs: { find: () => null } }));
    expect(files(folder)).toEqual(installed.filter((path) => !path.endsWith('.sha256')));
  });

  it('goes on in the next run of whis', async () => {
    const { server, open, get, getUntil, folder } = await openModelWorkplace();
    const first = await open({ pausesMs: [] });
    const { running } = await getUntil(first, 200);
    server.cut();
    await expect(running).rejects.toMatchObject({
      code: 'download_failed',
      message: expect.stringContaining(`put it at ${join(folder, '.downloads', archiveName)}`),
    });
    await get(await open());
    expect(server.asked.at(-1)?.range).toBe('bytes=200-');
  });

  it('says what the server answered, and where to put the file by hand', async () => {
    const { server, open, get, told, archive } = await openModelWorkplace();
    const library = await open();
    server.serve(archiveName, archive, { status: 403 });
    await expect(get(library)).rejects.toThrow(/from http:.*: the server answered 403 Forbidden/);
    expect(server.asked).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ stage: 'failed', error: { code: 'download_failed' } });
  });

  it('goes through the proxy that the environment names', async () => {
    const { server, open, get, archive } = await openModelWorkplace();
    const url = `http://localhost:9/${archiveName}`;
    const library = await open({ changes: { url }, env: { HTTP_PROXY: server.url('') } });
    server.serve(archiveName, archive);
    await get(library);
    expect(server.asked).toHaveLength(1);
  });

  it('takes a file that a person has placed, without a word to the server', async () => {
    const { server, open, get, folder, archive, sha256 } = await openModelWorkplace();
    const library = await open({ changes: { sha256, size_bytes: archive.length } });
    await mkdir(join(folder, '.downloads'));
    await writeFile(join(folder, '.downloads', archiveName), archive);
    await get(library);
    expect(server.asked).toEqual([]);
    expect(await library.verify(name)).toEqual({ ok: true, problem: null });
  });

  it.each([
    ['size', { size_bytes: 10 }, /the server has \d+ bytes, and the catalogue says 10/],
    [
      'checksum',
      { sha256: 'a'.repeat(64) },
      /its SHA-256 is [0-9a-f]{64}, and that of its publisher a{64}/,
    ],
    ['file in it', { files: { model: 'other.onnx' } }, /the archive has no other\.onnx/],
  ])('with a wrong %s installs nothing, and leaves nothing', async (_, changes, message) => {
    const { open, get, folder } = await openModelWorkplace();
    const library = await open({ changes });
    await expect(get(library)).rejects.toThrow(message);
    expect(files(folder)).toEqual(['.downloads']);
  });

  it('is kept where only its owner can read it', async () => {
    const { open, getUntil, folder } = await openModelWorkplace();
    await getUntil(await open(), 100);
    const downloads = join(folder, '.downloads');
    const modes = files(downloads).map((file) => [file, statSync(join(downloads, file)).mode]);
    expect(modes).toEqual([
      [`${archiveName}.part`, 0o100600],
      [`${archiveName}.part.json`, 0o100600],
    ]);
  });

  it('is held against what came first, where its publisher gives no checksum', async () => {
    const { server, open, get } = await openModelWorkplace();
    const library = await open();
    await get(library);
    await library.remove(name);
    server.serve(archiveName, randomBytes(1000));
    await expect(get(library)).rejects.toThrow(/that of its first download [0-9a-f]{64}.*\.sha256/);
  });

  it('begins only where there is room for it', async () => {
    const { open, get } = await openModelWorkplace();
    const size = 2 ** 50;
    const library = await open({ changes: { size_bytes: size, installed_bytes: size } });
    await expect(get(library)).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringMatching(/needs \d+ MB more in .*, and \d+ MB are free there/),
    });
  });

  it('keeps what has come when the disk is full, and goes on when there is room', async (context) => {
    const { open, get, folder, server } = await openModelWorkplace();
    const disk = SmallDisk.mount(folder, 2000);
    if (disk === null) return context.skip('a small disk of its own needs root');
    onTestFinished(() => disk.unmount());
    const one = { name: 'one', kind: 'vad', url: server.url('one.bin') };
    const library = await open({ changes: { ...one, files: { model: 'one.bin' } } });
    server.serve('one.bin', randomBytes(300_000));
    disk.fill();
    await expect(get(library, 'one')).rejects.toMatchObject({ code: 'storage_failed' });
    disk.empty();
    await get(library, 'one');
    return expect(await library.verify('one')).toMatchObject({ ok: true });
  });

  it('is not begun while another process downloads into the folder', async () => {
    const { open, get } = await openModelWorkplace();
    await expect(get(await open({ isTaken: true }))).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('an archive', () => {
  it.each(['a link', 'a way out'])(
    'with %s in it is refused, and nothing of it is kept',
    async (what) => {
      const { open, get, folder } = await openModelWorkplace();
      const isLink = what === 'a link';
      const made = await pack(
        async (place) => {
          const path = join(place, 'tokens.txt');
          await (isLink ? symlink('/etc/passwd', path) : writeFile(path, 'x'));
          return ['tokens.txt'];
        },
        isLink ? [] : ['-P', '--transform=s,^,../../,'],
      );
      const library = await open({ content: made.archive });
      await expect(get(library)).rejects.toThrow(/a link or a device|leads out of its folder/);
      expect(files(folder)).toEqual(['.downloads']);
    },
  );

  it('that is none is refused, and no later one held against it', async () => {
    const { server, open, get, archive } = await openModelWorkplace();
    const noise = randomBytes(4000);
    for (const programs of [{}, { find: () => null }]) {
      const library = await open({ content: noise, programs });
      await expect(get(library)).rejects.toMatchObject({ code: 'download_failed' });
    }
    const library = await open();
    server.serve(archiveName, archive);
    expect((await get(library)).receipt.checksum).toBe('learnt');
  });
});

describe('a model of one file', () => {
  it('is put into a folder of its own', async () => {
    const { server, open, get, folder } = await openModelWorkplace();
    const changes = {
      name: 'one',
      kind: 'vad',
      languages: [],
      url: server.url('one.onnx'),
      files: { model: 'one.onnx' },
    };
    const library = await open({ changes });
    server.serve('one.onnx', randomBytes(3000));
    await get(library, 'one');
    expect(files(join(folder, 'one'))).toEqual(['manifest.json', 'one.onnx']);
    expect(await library.verify('one')).toMatchObject({ ok: true });
  });
});

describe('the library', () => {
  it('lists what there is, what goes on and what a person has put there', async () => {
    const { open, get, getUntil, folder, server, archive } = await openModelWorkplace();
    const library = await open();
    const { running } = await getUntil(library, 300);
    expect(library.list(null)).toMatchObject([
      { name, installed: false, downloading: { total_bytes: archive.length } },
    ]);
    await library.cancel(name);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    server.serve(archiveName, archive);
    await get(library);
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'manifest.json'), '{}');
    expect(library.list(name)).toMatchObject([
      { name, installed: true, in_use: true, downloading: null, problem: null },
      { name: 'mine', kind: null, installed: true, in_use: false, problem: expect.any(String) },
    ]);
  });

  it('joins a download that goes on, and cancels it for everybody', async () => {
    const { open, get, server, archive } = await openModelWorkplace();
    const library = await open();
    server.serve(archiveName, archive, { hangsAfter: 300 });
    const both = [get(library), get(library)].map((one) => one.catch((error: unknown) => error));
    await received(library, 300);
    await library.cancel(name);
    expect(await Promise.all(both)).toMatchObject([{ code: 'cancelled' }, { code: 'cancelled' }]);
    expect(server.asked).toHaveLength(1);
    await expect(library.cancel(name)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('finds a changed, a short and a missing file', async () => {
    const { open, get, folder } = await openModelWorkplace();
    const library = await open();
    await get(library);
    const tokens = join(folder, name, 'tokens.txt');
    const before = readFileSync(tokens);
    writeFileSync(tokens, Buffer.from(before).fill(0x20, 0, 1));
    expect((await library.verify(name)).problem).toMatch(/its checksum differs/);
    writeFileSync(tokens, 'short');
    expect((await library.verify(name)).problem).toMatch(/has 5 bytes instead of \d+/);
  });

  it('removes what is installed, and nothing else', async () => {
    const { open, get, folder } = await openModelWorkplace();
    const library = await open();
    await get(library);
    await library.remove(name);
    expect(files(folder)).toEqual(['.downloads', `.downloads/${archiveName}.sha256`]);
    for (const other of [name, '.downloads', '..', '../models'])
      await expect(library.remove(other)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('names what the catalogue has, for a name that it does not have', async () => {
    const { open, get } = await openModelWorkplace();
    await expect(get(await open(), 'nothing')).rejects.toThrow(
      /no model “nothing”. It has: tones-small/,
    );
  });

  it('keeps what has come when it is closed', async () => {
    const { open, getUntil, folder } = await openModelWorkplace();
    const library = await open();
    const { running } = await getUntil(library, 300);
    await library.close();
    await expect(running).rejects.toMatchObject({ code: 'shutting_down' });
    expect(readFileSync(join(folder, '.downloads', `${archiveName}.part`))).toHaveLength(300);
  });
});
