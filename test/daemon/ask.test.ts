import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { askStatus, probe } from '../../src/daemon/ask.ts';

let folder: string;
let path: string;
let server: Server | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-ask-'));
  path = join(folder, 'whis.sock');
});
afterEach(async () => {
  if (server) {
    const closed = once(server, 'close');
    server.close();
    await closed;
  }
  server = null;
  rmSync(folder, { recursive: true });
});

/** Somebody who says this to everyone, and no more. */
async function answering(text: string): Promise<void> {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => (text === '' ? socket.resume() : socket.end(text)));
  });
  server.listen(path);
  await once(server, 'listening');
}

describe('askStatus', () => {
  it('gives the status of a daemon', async () => {
    await answering('{"type":"status","pid":7}\n');
    expect(await askStatus(path, 1000)).toEqual({ type: 'status', pid: 7 });
  });

  it.each([
    ['nonsense', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['an error', '{"type":"error","code":"too_many_clients","message":"full"}\n'],
    ['half a line', '{"type":"status",'],
    ['null', 'null\n'],
    ['nothing', ''],
  ])('gives null for %s', async (_, text) => {
    await answering(text);
    expect(await askStatus(path, 300)).toBeNull();
  });

  it('gives null where nobody is', async () => {
    expect(await askStatus(path, 300)).toBeNull();
  });
});

describe('probe', () => {
  it('knows somebody who listens from nobody', async () => {
    expect(await probe(path)).toBe('refused');
    await answering('');
    expect(await probe(path)).toBe('listening');
  });
});
