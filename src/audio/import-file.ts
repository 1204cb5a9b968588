import type { Frame, Programs, RunningProgram } from '../core/ports.ts';
import { WhisError } from '../protocol/errors.ts';
import { createFrameCutter } from './frame-cutter.ts';
import { createWatchdog } from './watchdog.ts';
import { checkAudioFile, invalidAudio, isReadableWav, readWavFile } from './wav-file.ts';

/** How long ffmpeg may say nothing. */
const stallMs = 30_000;

/**
 * Reads any audio file as frames and hands them to `append`, one after the other: WAV files by itself,
 * everything else through ffmpeg. Throws `invalid_audio` with the reason when there is no audio in it,
 * or no ffmpeg to read it with; `program_timeout` when ffmpeg hangs; the abort reason when `signal`
 * aborts; and what `append` throws.
 */
export async function importAudio(
  path: string,
  append: (frame: Frame) => Promise<void>,
  { programs, signal }: { readonly programs: Programs; readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  await checkAudioFile(path);
  const frames = (await isReadableWav(path)) ? readWavFile(path) : convert(path, programs, signal);
  for await (const frame of frames) {
    signal.throwIfAborted();
    await append(frame);
  }
  signal.throwIfAborted();
}

async function* convert(
  path: string,
  programs: Programs,
  signal: AbortSignal,
): AsyncGenerator<Frame, void> {
  if (programs.find('ffmpeg') === null) {
    throw invalidAudio(
      path,
      'it is not a plain WAV file, and “ffmpeg”, which reads all others, is not installed. Install ' +
        'it (apt install ffmpeg, dnf install ffmpeg-free, brew install ffmpeg, winget install ffmpeg)',
    );
  }
  const program = programs.start(ffmpegArguments(path));
  let isStalled = false;
  const kill = () => void program.kill();
  const watchdog = createWatchdog(() => {
    isStalled = true;
    kill();
  });
  watchdog.expect(stallMs);
  signal.addEventListener('abort', kill, { once: true });
  try {
    const cut = createFrameCutter();
    let isEmpty = true;
    for await (const chunk of program.output) {
      const frame = cut(chunk);
      if (!frame) continue;
      isEmpty = false;
      yield frame;
      watchdog.feed();
    }
    signal.throwIfAborted();
    if (isStalled) throw timeout(path);
    await checkEnd(program, path, isEmpty);
  } finally {
    signal.removeEventListener('abort', kill);
    watchdog.close();
    await program.kill();
  }
}

/** Source: ffmpeg(1). Only files are read, so that no playlist makes it call another machine. */
function ffmpegArguments(path: string): string[] {
  const input = ['-protocol_whitelist', 'file', '-i', `file:${path}`, '-vn', '-sn', '-dn'];
  const output = ['-ac', '1', '-ar', '16000', '-f', 's16le', '-'];
  return ['ffmpeg', '-nostdin', '-v', 'error', ...input, ...output];
}

async function checkEnd(program: RunningProgram, path: string, isEmpty: boolean): Promise<void> {
  const { code, stderr } = await program.exited;
  const said = stderr.split('\n').at(-1)?.trim() || 'it said nothing';
  if (code !== 0) throw invalidAudio(path, `ffmpeg could not convert it (${said})`);
  if (isEmpty) throw invalidAudio(path, 'ffmpeg found no sound in it');
}

function timeout(path: string): WhisError {
  return new WhisError(
    'program_timeout',
    `ffmpeg gave nothing of “${path}” for ${stallMs / 1000} s and was killed.`,
  );
}
