import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { archiveName, openModelWorkplace, received } from './workplace.ts';

const name = 'tones-small';

describe('a download over a bad line', () => {
  it('goes on after a break where it was, and after more of them', async () => {
    const { server, open, getUntil, told, archive, sha256 } = await openModelWorkplace();
    const third = Math.floor(archive.length / 3);
    const library = await open({ changes: { sha256, size_bytes: archive.length } });
    const { running, behaviour } = await getUntil(library, third);
    server.cut();
    await received(library, 2 * third);
    behaviour.hangsAfter = undefined;
    server.cut();
    await running;
    expect(server.asked.map(({ range }) => range)).toEqual([
      undefined,
      `bytes=${third}-`,
      `bytes=${2 * third}-`,
    ]);
    expect(told.at(-1)?.stage).toBe('done');
  });

  it.each(['understands no Range', 'has another file by now'])(
    'begins anew where the server %s',
    async (what) => {
      const { server, open, getUntil, sha256 } = await openModelWorkplace();
      const isPlain = what === 'understands no Range';
      const library = await open({ changes: { sha256 } });
      const { running, behaviour } = await getUntil(library, 100, { isPlain });
      Object.assign(behaviour, { hangsAfter: undefined, etag: '"two"' });
      server.cut();
      await running;
      expect(server.asked.map(({ range }) => range)).toEqual([
        undefined,
        isPlain ? undefined : 'bytes=100-',
      ]);
    },
  );

  it('follows a redirect to a safe address, and to no other, which it asks for once', async () => {
    const { server, open, get, archive } = await openModelWorkplace();
    const library = await open();
    server.serve('moved.tar.bz2', archive);
    const behaviour = server.serve(archiveName, archive, { redirect: server.url('moved.tar.bz2') });
    await get(library);
    await library.remove(name);
    for (const [redirect, why] of [
      ['http://models.invalid/x.tar.bz2', 'http://models.invalid/x.tar.bz2, which is not https'],
      ['http://[', '“http://[”, no address'],
    ] as const) {
      behaviour.redirect = redirect;
      server.asked.length = 0;
      await expect(get(library)).rejects.toMatchObject({
        code: 'download_failed',
        message: expect.stringContaining(`leads to ${why}`),
      });
      expect(server.asked).toHaveLength(1);
    }
  });

  it.each(['127.0.0.1', 'localhost'])(
    'is given up after one more try where nobody is reached at %s, and says where to put the file',
    async (host) => {
      const { server, open, get, folder, told } = await openModelWorkplace();
      const url = `http://${host}:${server.port}/${archiveName}`;
      const library = await open({ changes: { url }, pausesMs: [0, 100_000] });
      await server.close();
      await expect(get(library)).rejects.toMatchObject({
        code: 'download_failed',
        message: expect.stringMatching(/: nobody answers there \(connect ECONNREFUSED .*\)\. /),
      });
      const file = join(folder, '.downloads', archiveName);
      expect(told.at(-1)?.error?.message).toContain(`put it at ${file}`);
      expect(told.flatMap(({ retry }) => retry ?? [])).toMatchObject([
        { attempt: 2, attempts: 2, delay_ms: 0 },
      ]);
    },
  );

  it('tells after each break when it is tried again, as often as ever once something has come', async () => {
    const { server, open, getUntil, told } = await openModelWorkplace();
    const { running } = await getUntil(await open({ pausesMs: [0, 1] }), 300);
    const before = told.length;
    await server.close();
    await expect(running).rejects.toMatchObject({ code: 'download_failed' });
    const [first, ...others] = told.slice(before).map(({ stage, received_bytes, retry }) => ({
      stage,
      received_bytes,
      retry: retry && { ...retry, reason: retry.reason.replace(/ [\d.:]+/, '') },
    }));
    const still = { stage: 'downloading', received_bytes: 300 };
    const reason = 'nobody answers there (connect ECONNREFUSED)';
    expect(first).toMatchObject({ ...still, retry: { attempt: 1, attempts: 3, delay_ms: 0 } });
    expect(others).toEqual([
      { ...still, retry: undefined },
      { ...still, retry: { attempt: 2, attempts: 3, delay_ms: 0, reason } },
      { ...still, retry: undefined },
      { ...still, retry: { attempt: 3, attempts: 3, delay_ms: 1, reason } },
      { ...still, retry: undefined },
      { ...still, stage: 'failed', retry: undefined },
    ]);
  });

  it('goes on as long as bytes come, however slowly, and tells how fast that is', async () => {
    const { server, open, get, told, archive } = await openModelWorkplace();
    // All of it takes longer than a server may be silent.
    const silenceMs = 2000;
    const library = await open({ pausesMs: [], silenceMs });
    const bytes = Math.ceil(archive.length / 25);
    server.serve(archiveName, archive, { trickles: { bytes, everyMs: silenceMs / 20 } });
    await get(library);
    expect(server.asked).toHaveLength(1);
    const rates = told.flatMap(({ bytes_per_second: rate }) => rate ?? []);
    expect(rates.length).toBeGreaterThan(1);
    expect(rates.filter((rate) => rate < 1 || rate > archive.length)).toEqual([]);
  });

  it('is called off in the middle of a slow one, and goes on there', async () => {
    const { server, open, get, folder, archive } = await openModelWorkplace();
    const library = await open();
    server.serve(archiveName, archive, { trickles: { bytes: 10, everyMs: 50 } });
    const running = get(library);
    running.catch(() => {});
    const part = join(folder, '.downloads', `${archiveName}.part`);
    await expect.poll(() => readFileSync(part).length).toBeGreaterThan(20);
    await library.cancel(name);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const { length } = readFileSync(part);
    expect(length).toBeLessThan(archive.length);
    server.serve(archiveName, archive);
    await get(library);
    expect(server.asked.map(({ range }) => range)).toEqual([undefined, `bytes=${length}-`]);
  });

  it('gives a server up that says nothing any more', async () => {
    const { server, open, get, archive } = await openModelWorkplace();
    const library = await open({ pausesMs: [], silenceMs: 300 });
    server.serve(archiveName, archive, { hangsAfter: 100 });
    await expect(get(library)).rejects.toMatchObject({ code: 'download_failed' });
  });
});
