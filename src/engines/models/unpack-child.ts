import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import unbzip2 from 'unbzip2-stream';

import { openParentPort } from '../../protocol/parent-port.ts';
import { readTar, type TarFile } from './tar.ts';
import type { Unpacked, UnpackAnswer, UnpackTask } from './unpack-messages.ts';

// The process that unpacks an archive: minutes of work, for which a dictation must not wait.

const parent = openParentPort(process);
const answer = (content: UnpackAnswer) => parent.send(content);
/** How much is written between two words about it. */
const stepBytes = 4 * 1024 * 1024;

parent.onMessage((message) => {
  void unpack(message as UnpackTask).then(
    (files) => answer({ files }),
    (error: Error) => answer({ problem: error.message }),
  );
});

async function unpack(task: UnpackTask): Promise<Record<string, Unpacked>> {
  const files: Record<string, Unpacked> = {};
  let written = 0;
  for await (const file of readTar(decompressed(task))) {
    const name = basename(file.name);
    if (!task.files.includes(name) || !isAtTop(file)) continue;
    files[name] = await write(file, join(task.folder, name), (bytes) => {
      const steps = Math.floor(written / stepBytes);
      written += bytes;
      if (Math.floor(written / stepBytes) > steps) answer({ written });
    });
  }
  return files;
}

/** Archives hold one folder with the files in it, or the files alone. */
function isAtTop({ name }: TarFile): boolean {
  return name.replace(/^\.\//, '').split('/').length <= 2;
}

async function write(
  { content }: TarFile,
  path: string,
  onBytes: (bytes: number) => void,
): Promise<Unpacked> {
  const hash = createHash('sha256');
  // Not over a file that is there: an archive that holds a name twice is a trick.
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of content) {
      await file.appendFile(piece);
      hash.update(piece);
      bytes += piece.length;
      onBytes(piece.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* decompressed({ archive, bzip2 }: UnpackTask): AsyncGenerator<Uint8Array> {
  if (bzip2 === null) {
    yield* decompressedHere(createReadStream(archive, { highWaterMark: 256 * 1024 }));
    return;
  }
  const child = spawn(bzip2, ['-dc', archive], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-500)));
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  // Awaited below, but only once all was read.
  closed.catch(() => {});
  try {
    yield* child.stdout as AsyncIterable<Uint8Array>;
    if ((await closed) !== 0) throw new Error(`the archive is damaged: ${said.trim()}`);
  } finally {
    child.kill('SIGKILL');
  }
}

/** The package makes a stream of the oldest kind: it does its work while it is written to. */
async function* decompressedHere(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = unbzip2();
  const pieces: Uint8Array[] = [];
  let failure: Error | null = null;
  stream.on('data', (piece: Uint8Array) => pieces.push(piece));
  stream.on('error', (error: Error) => (failure = error));
  function* taken(): Generator<Uint8Array> {
    if (failure) throw new Error(`the archive is damaged: ${failure.message}`);
    yield* pieces.splice(0);
  }
  for await (const piece of source) {
    stream.write(Buffer.from(piece));
    yield* taken();
  }
  stream.end();
  yield* taken();
}
