import { open, type FileHandle } from 'node:fs/promises';

/** Makes the names in a folder survive a power failure. Windows cannot, and need not. */
export async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | null = null;
  try {
    folder = await open(path, 'r');
    await folder.sync();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(code)) throw error;
  } finally {
    await folder?.close();
  }
}
