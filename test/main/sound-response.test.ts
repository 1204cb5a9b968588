import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readRange, soundResponse } from '../../src/main/sound-response.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-sound-'));
  path = join(folder, 'sound.wav');
  await writeFile(path, '0123456789');
});

afterAll(() => rm(folder, { recursive: true }));

async function ask(range: string | null, file = path) {
  const { status, headers } = await soundResponse(file, range, { 'x-safe': 'yes' });
  expect(headers.get('x-safe')).toBe('yes');
  return { status, range: headers.get('content-range'), length: headers.get('content-length') };
}

describe('soundResponse', () => {
  it('gives the whole file, and says that parts can be had', async () => {
    const response = await soundResponse(path, null, {});
    expect([response.status, await response.text()]).toEqual([200, '0123456789']);
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('content-type')).toBe('audio/wav');
  });

  it('gives the part that is asked for', async () => {
    const response = await soundResponse(path, 'bytes=2-4', {});
    expect([response.status, await response.text()]).toEqual([206, '234']);
    expect(response.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(response.headers.get('content-length')).toBe('3');
  });

  it('refuses a part that is not there, and a file that is not there', async () => {
    expect(await ask('bytes=10-')).toEqual({ status: 416, range: 'bytes */10', length: null });
    expect((await ask(null, join(folder, 'none.wav'))).status).toBe(404);
  });

  it('gives an empty file as one', async () => {
    const empty = join(folder, 'empty.wav');
    await writeFile(empty, '');
    const response = await soundResponse(empty, null, {});
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await ask('bytes=0-', empty)).status).toBe(416);
  });
});

describe('readRange', () => {
  it.each([
    ['bytes=0-', { from: 0, to: 9 }],
    ['bytes=5-9', { from: 5, to: 9 }],
    ['bytes=5-99', { from: 5, to: 9 }],
    ['bytes=-3', { from: 7, to: 9 }],
    ['bytes=-99', { from: 0, to: 9 }],
    [' bytes=1-1 ', { from: 1, to: 1 }],
    ['bytes=-0', null],
    ['bytes=-', null],
    ['bytes=9-3', null],
    ['bytes=10-', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    [`bytes=${'9'.repeat(400)}-`, null],
    [`bytes=0-${'9'.repeat(400)}`, { from: 0, to: 9 }],
  ])('reads %s of ten bytes', (range, part) => {
    expect(readRange(range, 10)).toEqual(part);
  });
});
