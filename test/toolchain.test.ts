import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Licences that ask for their notice to be kept, and for no more. */
const permissive = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];

const manifest = readManifest(root);

test('runs on the Node that the project pins, not on the machine’s', () => {
  const pinned = manifest.devDependencies?.['node'];
  expect(process.version).toBe(`v${pinned}`);
  expect(process.version).toMatch(/^v24\./);
});

test('names one exact version of every dependency', () => {
  const ranges = { ...manifest.dependencies, ...manifest.devDependencies };
  const inexact = Object.entries(ranges).filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range));
  expect(inexact).toEqual([]);
});

test('locks every package by its hash and to no registry', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(locked.length).toBeGreaterThan(0);
  expect(locked.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  expect(locked.filter(([, entry]) => entry.integrity === undefined)).toEqual([]);
});

test('ships only packages with a permissive licence', () => {
  const shipped = collectShipped(root, new Map());
  expect([...shipped.keys()]).toContain('sherpa-onnx-node');
  const others = [...shipped].filter(([, licence]) => !isPermissive(licence));
  expect(others).toEqual([]);
});

test('ships one library under the LGPL, inside uiohook-napi, whose own licence does not tell', () => {
  const source = join(root, 'node_modules', 'uiohook-napi', 'libuiohook', 'src');
  const header = readFileSync(join(source, 'x11', 'input_hook.c'), 'utf8').slice(0, 600);
  // What follows from it is in CONTRIBUTING.md, “Licences”.
  expect(header).toContain('GNU Lesser General Public License');
});

/** Of an expression such as `(MIT OR CC0-1.0)` one may choose. */
function isPermissive(licence: string): boolean {
  const choices = licence.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => permissive.includes(choice));
}

/** Name and licence of what `folder`'s package needs at run time, through and through. */
function collectShipped(folder: string, found: Map<string, string>): Map<string, string> {
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const home = findPackage(name, folder);
    // Absent: the binaries of another system.
    if (home === null || found.has(name)) continue;
    found.set(name, readManifest(home).license ?? 'none');
    collectShipped(home, found);
  }
  return found;
}

/** Where Node would find a package that code in `folder` imports. */
function findPackage(name: string, folder: string): string | null {
  const candidate = join(folder, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  return folder === root ? null : findPackage(name, dirname(folder));
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
