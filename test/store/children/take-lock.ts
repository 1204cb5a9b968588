import { takeLock, type Lock } from '../../../src/store/lock.ts';

// Takes the lock when it is told to, says whether it has it, and holds it for life.
const path = process.argv[2] ?? '';
const held: (Lock | null)[] = [];

process.on('message', () => {
  const lock = takeLock(path);
  held.push(lock);
  process.send?.(lock !== null);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
