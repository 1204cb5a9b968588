import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * whisper.cpp's model files: the one that `WHISPER_MODEL` names first, then `ggml-*.bin` in the
 * models folder and in the folders there, newest first. (whisper-cli itself would look under the
 * folder in which it is started.)
 */
export function listGgmlModels({
  modelsFolder,
  whisperModel,
}: {
  readonly modelsFolder: string;
  readonly whisperModel: string | null;
}): string[] {
  const inFolder = pathsIn(modelsFolder);
  const found = [...inFolder, ...inFolder.flatMap(pathsIn)]
    // Silero finds speech; it knows no words.
    .filter((path) => /^ggml-(?!silero).*\.bin$/.test(basename(path)))
    .map((path) => ({ path, changedMs: changedMs(path) }))
    .filter(({ changedMs }) => changedMs > 0)
    .sort((one, other) => other.changedMs - one.changedMs)
    .map(({ path }) => path);
  return whisperModel !== null && changedMs(whisperModel) > 0 ? [whisperModel, ...found] : found;
}

/** `base.en` of `/models/ggml-base.en.bin`. */
export function ggmlName(path: string): string {
  return basename(path)
    .replace(/^ggml-/, '')
    .replace(/\.bin$/, '');
}

/** What a folder holds; nothing for a file, or a folder that is not there. */
function pathsIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return [];
    throw error;
  }
}

/** 0 for what is no file. */
function changedMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.mtimeMs : 0;
}
