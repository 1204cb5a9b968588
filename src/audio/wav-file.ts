import { open, stat, type FileHandle } from 'node:fs/promises';

import type { Frame } from '../core/ports.ts';
import { parseWavHeader, type WavFormat } from '../core/wav.ts';
import { WhisError } from '../protocol/errors.ts';
import { decodeMono, encodeFrame } from './pcm.ts';
import { createResampler } from './resample.ts';

/** Enough for a header behind a long description of the recording. */
const headBytes = 65_536;
const blockBytes = 65_536;
/** What recorders write; outside of it the header is damaged. */
const rates = { least: 1000, most: 768_000 };

/**
 * Reads a WAV file of any rate, width and number of channels that `parseWavHeader` knows as frames of
 * any length, a block at a time: a file of hours takes no more memory than one of seconds. Throws
 * `invalid_audio` saying what is wrong with it.
 */
export async function* readWavFile(path: string): AsyncGenerator<Frame, void> {
  await checkAudioFile(path);
  const file = await open(path);
  try {
    const format = await readFormat(file, path);
    const resampler = createResampler(format.sampleRateHz);
    let isEmpty = true;
    for await (const samples of readSamples(file, format)) {
      isEmpty = false;
      const frame = encodeFrame(resampler.push(samples));
      if (frame.length > 0) yield frame;
    }
    if (isEmpty) throw invalidAudio(path, 'it has a header, but no samples');
    const rest = encodeFrame(resampler.finish());
    if (rest.length > 0) yield rest;
  } finally {
    await file.close();
  }
}

/** Throws `invalid_audio` for what is no WAV file that `readWavFile` reads, saying why. */
export async function checkWavFile(path: string): Promise<void> {
  await checkAudioFile(path);
  const file = await open(path);
  try {
    await readFormat(file, path);
  } finally {
    await file.close();
  }
}

/** Whether a file says of itself that it is a WAV file in a form that `readWavFile` reads. */
export async function isReadableWav(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    return parseWavHeader(await readHead(file)) !== null;
  } finally {
    await file.close();
  }
}

/** Throws `invalid_audio` for what is no file with something in it that may be read. */
export async function checkAudioFile(path: string): Promise<void> {
  const reason = await findFault(path);
  if (reason !== null) throw invalidAudio(path, reason);
}

/** The error for a file that holds no audio, and why. */
export function invalidAudio(path: string, reason: string, cause?: unknown): WhisError {
  return new WhisError('invalid_audio', `“${path}” cannot be read as audio: ${reason}.`, { cause });
}

async function findFault(path: string): Promise<string | null> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return 'it is a folder';
    // Opening a fifo would wait for somebody to write to it.
    if (!stats.isFile()) return 'it is not a regular file';
    if (stats.size === 0) return 'it is empty';
    await (await open(path)).close();
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'there is no such file';
    return code === 'EACCES' ? 'you may not read it' : message;
  }
}

async function readHead(file: FileHandle): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return buffer.subarray(0, bytesRead);
}

async function readFormat(file: FileHandle, path: string): Promise<WavFormat> {
  const head = await readHead(file);
  const format = parseWavHeader(head);
  if (!format) {
    const isRiff = Buffer.from(head.subarray(0, 4)).toString('latin1') === 'RIFF';
    throw invalidAudio(
      path,
      isRiff
        ? 'it is a WAV file, but not of PCM samples of 8 to 32 bits or 32-bit floats, or damaged'
        : 'it is not a WAV file',
    );
  }
  const { sampleRateHz } = format;
  if (sampleRateHz < rates.least || sampleRateHz > rates.most)
    throw invalidAudio(path, `its header says ${sampleRateHz} samples a second`);
  return format;
}

async function* readSamples(file: FileHandle, format: WavFormat): AsyncGenerator<Float32Array> {
  const sampleBytes = (format.bitsPerSample / 8) * format.channels;
  const buffer = Buffer.alloc(sampleBytes * Math.max(1, Math.floor(blockBytes / sampleBytes)));
  // A recorder that streams, or was cut off, never wrote the length: then the file's end counts.
  const isUnfinished = format.dataBytes === 0 || format.dataBytes >= 0x7fff_0000;
  const end = isUnfinished ? Infinity : format.dataOffset + format.dataBytes;
  for (let at = format.dataOffset; ;) {
    const wanted = Math.min(buffer.length, end - at);
    const { bytesRead } = await file.read(buffer, 0, wanted, at);
    const whole = bytesRead - (bytesRead % sampleBytes);
    if (whole === 0) return;
    yield decodeMono(buffer.subarray(0, whole), format);
    at += whole;
  }
}
