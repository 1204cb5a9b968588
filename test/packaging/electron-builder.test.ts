import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);
const library = dirname(require.resolve('app-builder-lib/package.json'));

// Its loader of configurations in TypeScript, which ours is not, would leave a cache in the temp folder.
process.env['JITI_FS_CACHE'] = 'false';

/** electron-builder's own reader and validator, with its own schema: no packaging, no download. */
const { getConfig, validateConfiguration } = require(
  join(library, 'out', 'util', 'config', 'config.js'),
) as {
  readonly getConfig: (
    folder: string,
    path: string | null,
    override: object | null,
  ) => Promise<Record<string, unknown>>;
  readonly validateConfiguration: (config: object, log: { isEnabled: boolean }) => Promise<void>;
};

const log = { isEnabled: false };
const config = await getConfig(root, 'electron-builder.yml', null);

test('is valid to electron-builder', async () => {
  await expect(validateConfiguration(config, log)).resolves.toBeUndefined();
});

test('would be refused with an option that electron-builder does not know', async () => {
  await expect(validateConfiguration({ ...config, apId: 'x' }, log)).rejects.toThrow('apId');
});

test('names only files that exist', () => {
  const paths = [...pathsIn(config)];
  expect(paths).toContain('assets/entitlements.mac.plist');
  expect(paths).toContain('assets/icon.png');
  expect(paths).toContain('assets/launcher/whis.cmd');
  expect(paths.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual([]);
});

test('gives an icon that is large enough for every system', () => {
  const png = readFileSync(join(root, 'assets', 'icon.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Width and height stand in the first chunk; macOS wants at least 512.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
});

test('closes the ways to run foreign code with the app’s permissions', () => {
  expect(config['electronFuses']).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
  });
});

test('may use the microphone on macOS', () => {
  const plist = readFileSync(join(root, 'assets', 'entitlements.mac.plist'), 'utf8');
  expect(plist).toMatch(/com\.apple\.security\.device\.audio-input<\/key>\s*<true\/>/);
  expect(config['mac']).toMatchObject({
    hardenedRuntime: true,
    extendInfo: {
      NSMicrophoneUsageDescription: expect.stringMatching(/\S/),
      NSAppleEventsUsageDescription: expect.stringMatching(/\S/),
    },
  });
});

/** Every path or pattern that begins with our assets folder, however deep; of “from=to”, the first. */
function* pathsIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && value.startsWith('assets/')) yield value.replace(/=.*/, '');
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* pathsIn(inner);
  }
}
