import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Packages with parts for each system: they stay in node_modules. */
const native = ['sherpa-onnx-node', '@picovoice/pvrecorder-node', 'uiohook-napi'];

/** A bundle loads a second one by its path, when more than itself is needed. */
function secondBundle(source: RegExp, path: string): Plugin {
  return {
    name: 'second-bundle',
    setup(builder) {
      builder.onResolve({ filter: source }, ({ kind }) =>
        kind === 'dynamic-import' ? { path, external: true } : null,
      );
    },
  };
}

const cli: BuildOptions = {
  format: 'cjs',
  target: 'node18',
  minify: true,
  charset: 'utf8',
  plugins: [secondBundle(/^\.{1,2}\/later\.ts$/, './later.cjs')],
};

const node: BuildOptions = {
  format: 'esm',
  target: 'node24',
  external: native,
  banner: {
    // What is CommonJS among the packages finds what it takes for granted.
    js: [
      "import { createRequire as requireFrom } from 'node:module';",
      'const require = requireFrom(import.meta.url);',
      'const { filename: __filename, dirname: __dirname } = import.meta;',
    ].join('\n'),
  },
};

/** The tray app's main process: Electron brings its own module, and is no package to bundle. */
const main: BuildOptions = {
  ...node,
  external: [...native, 'electron'],
  plugins: [secondBundle(/^\.\/app\.ts$/, './app.mjs')],
};

/** A sandboxed preload is one CommonJS file that can load nothing but Electron. */
const preload: BuildOptions = { format: 'cjs', target: 'chrome140', external: ['electron'] };

/** A page: one script and its style sheet beside it. */
const page: BuildOptions = {
  format: 'esm',
  platform: 'browser',
  target: 'chrome140',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // A package asks it, and a page has no `process`.
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** Every output, by its path in `dist`. */
const outputs: Record<string, BuildOptions & { entry: string }> = {
  'cli/whis.cjs': {
    ...cli,
    entry: 'src/cli/main.ts',
    banner: { js: '#!/usr/bin/env node' },
  },
  'cli/later.cjs': { ...cli, entry: 'src/cli/later.ts' },
  'headless/main.mjs': { ...node, entry: 'src/headless/main.ts' },
  'children/engine.mjs': { ...node, entry: 'src/engines/local/child.ts' },
  'children/unpacker.mjs': { ...node, entry: 'src/engines/models/unpack-child.ts' },
  'children/recorder.mjs': { ...node, entry: 'src/audio/pvrecorder-child.ts' },
  'children/hotkey.mjs': { ...node, entry: 'src/desktop/hotkey/child.ts' },
  'main/main.mjs': { ...main, entry: 'src/main/main.ts' },
  'main/app.mjs': { ...main, entry: 'src/main/app.ts' },
  'preload/preload.cjs': { ...preload, entry: 'src/preload/preload.ts' },
  'renderer/app.js': { ...page, entry: 'src/renderer/app.tsx' },
  'renderer/overlay.js': { ...page, entry: 'src/renderer/overlay.tsx' },
};

/** Files that are served as they are. */
const copies: Record<string, string> = {
  'renderer/index.html': 'src/renderer/index.html',
  'renderer/overlay.html': 'src/renderer/overlay.html',
  'renderer/icon.png': 'assets/icon.png',
};

const executable = 'cli/whis.cjs';
const isQuiet = process.argv.includes('--quiet');

const metafiles = await Promise.all(
  Object.entries(outputs).map(([path, options]) => bundle(path, options)),
);
const merged: Metafile = {
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)) as Metafile['inputs'],
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)) as Metafile['outputs'],
};
await write(join(root, 'dist/meta.json'), Buffer.from(JSON.stringify(merged)));
for (const [path, source] of Object.entries(copies)) {
  await write(join(root, 'dist', path), await readFile(join(root, source)));
}

async function bundle(
  path: string,
  { entry, ...options }: BuildOptions & { entry: string },
): Promise<Metafile> {
  const file = join(root, 'dist', path);
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [join(root, entry)],
    outfile: file,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const output of outputFiles) {
    await write(output.path, output.contents);
    if (!isQuiet) {
      const kibibytes = (output.contents.length / 1024).toFixed(1);
      console.log(`${kibibytes.padStart(8)} KiB  ${relative(root, output.path)}`);
    }
  }
  return metafile;
}

/** Replaces a file whole, and only when it changes: a daemon or a test may be running from it. */
async function write(path: string, contents: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => null);
  if (before?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, contents);
  if (path.endsWith(executable)) await chmod(beside, 0o755);
  await rename(beside, path);
}
