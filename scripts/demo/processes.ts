import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processes that have a folder's path in their environment, wherever they stand in the tree and in
 * whichever group (Linux; elsewhere none are found). The folder must be one that nobody else names.
 */
export function processesOf(folder: string): number[] {
  return processNumbers().filter((pid) => {
    try {
      // Empty for one that has ended and that nobody has asked for its exit code.
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
    } catch {
      // Gone, or somebody else's.
      return false;
    }
  });
}

function processNumbers(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
