import { SettingsFile } from '../../../src/store/settings-file.ts';

// Sets the same key for ever, and says each value once it is written.
const file = SettingsFile.open(process.argv[2] ?? '');
for (let seconds = 2; ; seconds += 1) {
  await file.set('max_seconds', seconds);
  process.send?.(seconds);
}
