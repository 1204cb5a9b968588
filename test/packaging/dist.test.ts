import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { notices, packagesInTheApp } from '../../scripts/notices.ts';
import { version } from '../../src/protocol/version.ts';
import { Home } from '../fixtures/home.ts';
import { packageApp } from './stub/package.ts';

const folder = mkdtempSync(join(tmpdir(), 'whis-dist-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { app, deb } = packageApp(folder);
const resources = join(app, 'resources');
const archive = join(resources, 'app.asar');
const unpacked = join(resources, 'app.asar.unpacked');
const launcher = join(resources, 'bin', 'whis');

/** What the .deb puts where, below this folder. */
const installed = join(folder, 'installed');
execFileSync('dpkg-deb', ['--extract', deb, installed]);

const packed = listPackage(archive, { isPack: false }).map((path) => path.slice(1));

let home: Home;
beforeAll(async () => {
  home = await Home.make();
});
afterAll(() => home.close());

test('holds the bundles, the tray’s icons and the native packages, and nothing else', () => {
  const others = packed.filter((path) => !/^node_modules(\/|$)/.test(path) && isFile(path));
  const places = new Set(others.map(dirname));
  const bundles = ['children', 'cli', 'headless', 'main', 'preload', 'renderer'];
  expect([...places].toSorted()).toEqual([
    '.',
    'assets/tray',
    ...bundles.map((name) => `dist/${name}`),
  ]);
  expect(others.filter((path) => dirname(path) === '.')).toEqual(['package.json']);
  const packages = packed.flatMap((path) => /^node_modules\/(@?[^/]+)$/.exec(path)?.[1] ?? []);
  expect(packages).toEqual([
    '@picovoice',
    'node-gyp-build',
    'sherpa-onnx-linux-x64',
    'sherpa-onnx-node',
    'uiohook-napi',
  ]);
});

test('holds no sources and no maps', () => {
  expect(packed.filter((path) => /\.(ts|tsx|map|c|h|cc|cpp|gyp)$/.test(path))).toEqual([]);
});

test('begins with a file that is there, and has an icon for each state', () => {
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as { main: string };
  expect(packed).toContain(manifest.main);
  for (const state of ['idle', 'recording', 'transcribing', 'paused']) {
    expect(packed).toContain(`assets/tray/${state}-dark@2x.png`);
  }
});

test('has binaries of this system only, all outside of the archive', () => {
  const binaries = packed.filter((path) => /\.(node|so|dylib|dll|exe)$/.test(path));
  expect(binaries.map((path) => basename(path)).toSorted()).toEqual([
    'libonnxruntime.so',
    'libsherpa-onnx-c-api.so',
    'libsherpa-onnx-cxx-api.so',
    'pv_recorder.node',
    'sherpa-onnx.node',
    'uiohook-napi.node',
  ]);
  for (const path of binaries) {
    const bytes = readFileSync(join(unpacked, path));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    // Its machine is x86-64: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
    expect(bytes.readUInt16LE(18)).toBe(62);
  }
});

test.each(['sherpa-onnx-node', '@picovoice/pvrecorder-node'])(
  'loads %s from where the processes of the app run',
  (name) => {
    const children = join(unpacked, 'dist', 'children');
    const script = `process.stdout.write(typeof require(${JSON.stringify(name)}))`;
    expect(execFileSync(process.execPath, ['-e', script], { cwd: children }).toString()).toBe(
      'object',
    );
  },
);

test('has its fuses set', async () => {
  const { version: _, ...wire } = await getCurrentFuseWire(join(app, 'whis-app'));
  const on = Object.entries(wire).filter(([, state]) => state === FuseState.ENABLE);
  expect(on.map(([fuse]) => FuseV1Options[Number(fuse)])).toEqual([
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
  ]);
});

test('runs the CLI with the Node of the machine', async () => {
  const said = run(launcher, ['--version']);
  expect(said).toMatchObject({ status: 0, stdout: expect.stringContaining(version) });
  const daemon = await home.listen();
  expect(run(launcher, ['status', '--json'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(`"pid":${daemon.pid}`),
  });
  expect(run(launcher, ['stop'])).toMatchObject({ status: 0 });
  expect(await daemon.code).toBe(0);
});

test('runs the daemon that lies beside the CLI', () => {
  const said = run(launcher, ['config', 'get', 'language', '--no-spawn']);
  expect(said).toMatchObject({ status: 0, stderr: '' });
});

test('runs the CLI with the app itself where there is no Node', () => {
  const bin = join(folder, 'without-node');
  mkdirSync(bin);
  for (const name of ['sh', 'readlink']) {
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`])
        .toString()
        .trim(),
      join(bin, name),
    );
  }
  // The stub of Electron's runtime tells how it was started.
  expect(run(launcher, ['last', 'two words'], bin)).toMatchObject({
    status: 9,
    stdout: 'WHIS_CLI=1\nlast\ntwo words\n',
  });
});

test('names in its control file what the programs in it need', () => {
  const field = (name: string) =>
    execFileSync('dpkg-deb', ['--field', deb, name]).toString().trim().split(/, /);
  expect(field('Package')).toEqual(['whis']);
  expect(field('Version')).toEqual([version]);
  const depends = field('Depends').flatMap((alternatives) => alternatives.split(' | '));
  for (const name of ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsecret-1-0']) {
    expect(depends).toContain(name);
  }
  const hook = join(unpacked, 'node_modules/uiohook-napi/prebuilds/linux-x64/uiohook-napi.node');
  const libraries = readFileSync(hook, 'latin1').match(/\blib[A-Z]\w*\.so\.\d+/g) ?? [];
  expect(libraries).toContain('libXt.so.6');
  for (const library of libraries) expect(depends).toContain(debianName(library));
  expect(field('Recommends')).toContain('wl-clipboard | xclip');
  expect(field('Recommends')).toContain('xdotool | wtype');
});

test('installs a desktop file that is valid, and an icon for it in every usual size', () => {
  const file = join(installed, 'usr/share/applications/whis-app.desktop');
  const { status, stdout } = spawnSync('desktop-file-validate', [file], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  const entry = readFileSync(file, 'utf8');
  expect(entry).toContain('\nExec=/opt/whis/whis-app %U\n');
  // Electron takes the window's class from the desktop file's name.
  expect(entry).toContain('\nStartupWMClass=whis-app\n');
  expect(readFileSync(archive).toString('latin1')).toContain('"desktopName": "whis-app.desktop"');
  const sizes = readdirSync(join(installed, 'usr/share/icons/hicolor'));
  expect(sizes).toEqual(expect.arrayContaining(['16x16', '48x48', '256x256', '512x512']));
});

test('installs the command, and what completes it in each shell', () => {
  const command = join(installed, 'usr/bin/whis');
  expect(statSync(command).mode & 0o111).toBe(0o111);
  const [target = ''] = /\/opt\S+/.exec(readFileSync(command, 'utf8')) ?? [];
  expect(existsSync(join(installed, target))).toBe(true);
  const completions = {
    bash: 'usr/share/bash-completion/completions/whis',
    zsh: 'usr/share/zsh/vendor-completions/_whis',
    fish: 'usr/share/fish/vendor_completions.d/whis.fish',
  };
  for (const [shell, path] of Object.entries(completions)) {
    const { stdout } = run(launcher, ['completion', shell]);
    expect(readFileSync(join(installed, path), 'utf8')).toBe(stdout);
  }
});

test('comes with the licence of everything in it', () => {
  const notice = readFileSync(join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  expect(notice).toBe(notices());
  expect(existsSync(join(resources, 'LICENSE.txt'))).toBe(true);
  expect(readFileSync(join(installed, 'usr/share/doc/whis/copyright'), 'utf8')).toContain(notice);
  // The bundler writes the file that each part comes from above it.
  const bundled = packed
    .filter((path) => path.startsWith('dist/') && path.endsWith('.mjs'))
    .flatMap((path) => [
      ...extractFile(archive, path)
        .toString()
        .matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm),
    ])
    .map(([, name]) => name ?? '');
  const asPackages = packed.flatMap(
    (path) => /^node_modules\/(.+)\/package\.json$/.exec(path)?.[1] ?? [],
  );
  expect(bundled).toContain('valibot');
  expect(asPackages).toContain('uiohook-napi');
  expect(packagesInTheApp()).toEqual(expect.arrayContaining([...bundled, ...asPackages]));
  for (const name of packagesInTheApp()) expect(notice).toContain(`\n${name} `);
  expect(notice).toContain('libuiohook (LGPL-3.0-or-later)');
  expect(notice).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  expect(notice).toContain('GNU GENERAL PUBLIC LICENSE');
});

test('tells its sizes', () => {
  const sizes = {
    'app.asar': statSync(archive).size,
    'outside of it': filesBelow(unpacked).reduce((sum, path) => sum + statSync(path).size, 0),
    'the .deb, without Electron': statSync(deb).size,
  };
  const rows = Object.entries(sizes).map(
    ([name, bytes]) => `${(bytes / 2 ** 20).toFixed(1).padStart(8)} MiB  ${name}\n`,
  );
  process.stdout.write(rows.join(''));
  expect(sizes['app.asar']).toBeLessThan(4 * 2 ** 20);
});

function run(program: string, args: readonly string[], path?: string) {
  const env = { ...home.env, ...(path === undefined ? {} : { PATH: path }) };
  return spawnSync(program, args, { encoding: 'utf8', env });
}

function isFile(path: string): boolean {
  return !packed.some((other) => other.startsWith(`${path}/`));
}

/** Debian names a library's package by its version: libX11.so.6 is in libx11-6, libXt.so.6 in libxt6. */
function debianName(library: string): string {
  const [, stem = '', major = ''] = /^(.+)\.so\.(\d+)$/.exec(library) ?? [];
  return `${stem.toLowerCase()}${/\d$/.test(stem) ? '-' : ''}${major}`;
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
