import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { components } from './notices/components.ts';

const root = join(import.meta.dirname, '..');
const licences = join(root, 'assets', 'licences');

/** The packages that stay packages in the app, as electron-builder.yml picks them. */
const shipped = /^(sherpa-onnx-.+|@picovoice\/.+|uiohook-napi|node-gyp-build)$/;

/** A licence file in a package, however it is spelt. */
const licenceFile = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

/**
 * Every package of others that is in the app, sorted: those that the build has bundled (it must have
 * run), and the native ones.
 */
export function packagesInTheApp(): string[] {
  const { inputs } = JSON.parse(readFileSync(join(root, 'dist', 'meta.json'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, unknown>>;
  };
  const names = Object.keys(inputs).flatMap(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  return [...new Set([...names, ...installed().filter((name) => shipped.test(name))])].toSorted();
}

/**
 * The notice that comes with the app: each package and component of others with its licence, and
 * each standard licence once. Throws for a licence whose text is nowhere.
 */
export function notices(): string {
  const packages = packagesInTheApp().map(manifestOf);
  const standard = new Set<string>();
  const parts = packages.map((manifest) => {
    const own = licenceFilesOf(manifest.name);
    if (own.length === 0) standard.add(manifest.license);
    const heading = `${manifest.name} ${manifest.version} (${manifest.license})\n${sourceOf(manifest)}`;
    return [heading, ...own].join('\n\n');
  });
  // The words of an “or later” are those of the version named.
  for (const { licence } of components) standard.add(licence.replace(/-or-later$/, ''));
  // The LGPL is a set of permissions on top of the GPL, and refers to its words.
  if (standard.has('LGPL-3.0')) standard.add('GPL-3.0');
  return [
    introduction,
    ...parts,
    ...components.map(describe),
    ...[...standard].map((id) => `The licence ${id}\n\n${textOf(id)}`),
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
}

const introduction = `whis comes with work of others, under the licences below. Electron and Chromium, which the app runs
on, bring their own notices: LICENSE.electron.txt and LICENSES.chromium.html.

The local engine's library (sherpa-onnx) has eSpeak NG linked in, which is under the GPL, version 3 or
later; that library as a whole may be passed on under these terms. The key hook (uiohook-napi) has
libuiohook linked in, which is under the LGPL, version 3 or later. Both are files of their own beside
the app (in app.asar.unpacked), run in processes of their own, and may be replaced by builds of your
own; their sources are at the addresses given.`;

function describe({ name, within, licence, copyright, source }: (typeof components)[number]) {
  const lines = [
    `${name} (${licence}), within ${within}`,
    source,
    ...(copyright ? ['', copyright] : []),
  ];
  return lines.join('\n');
}

function textOf(id: string): string {
  return readFileSync(join(licences, `${id}.txt`), 'utf8').trim();
}

function licenceFilesOf(name: string): string[] {
  const folder = join(root, 'node_modules', name);
  return readdirSync(folder)
    .filter((file) => licenceFile.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
}

function sourceOf({ homepage, repository }: Manifest): string {
  const url = typeof repository === 'object' ? repository.url : repository;
  return (url ?? homepage ?? '').replace(/^git\+/, '').replace(/\.git$/, '');
}

function manifestOf(name: string): Manifest {
  const path = join(root, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

function installed(): string[] {
  const folder = join(root, 'node_modules');
  return readdirSync(folder).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`)
      : [name],
  );
}
