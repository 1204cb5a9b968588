import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What a room may import, as the table of the architecture has it. */
interface Room {
  /** Rooms, or single files of them. */
  readonly rooms: readonly string[];
  readonly hasNode: boolean;
  readonly packages: readonly string[];
}

const validator = 'valibot';
const schemaWriter = '@valibot/to-json-schema';

const rooms: Readonly<Record<string, Room>> = {
  protocol: { rooms: [], hasNode: false, packages: [] },
  core: { rooms: ['protocol'], hasNode: false, packages: [] },
  store: {
    rooms: ['protocol', 'core/wav.ts'],
    hasNode: true,
    packages: [validator],
  },
  audio: {
    rooms: ['protocol', 'core/wav.ts'],
    hasNode: true,
    packages: ['@picovoice/pvrecorder-node'],
  },
  engines: {
    rooms: ['protocol', 'core/wav.ts', '../assets/models.json'],
    hasNode: true,
    packages: ['sherpa-onnx-node', 'unbzip2-stream'],
  },
  text: { rooms: ['protocol'], hasNode: true, packages: [] },
  desktop: { rooms: ['protocol'], hasNode: true, packages: ['uiohook-napi'] },
  daemon: {
    rooms: ['core', 'store', 'audio', 'engines', 'text', 'protocol'],
    hasNode: true,
    packages: [validator, schemaWriter],
  },
  main: {
    rooms: ['daemon', 'desktop', 'protocol'],
    hasNode: true,
    packages: ['electron', 'electron-store'],
  },
  headless: { rooms: ['daemon', 'desktop', 'protocol'], hasNode: true, packages: [] },
  preload: { rooms: [], hasNode: false, packages: ['electron'] },
  renderer: { rooms: [], hasNode: false, packages: ['preact', '@tanstack/virtual-core'] },
  cli: { rooms: ['protocol'], hasNode: true, packages: [] },
};

/** `import type` reaches these from everywhere. */
const typesForAll = ['protocol', 'core/ports.ts'];

/** Law 4: where the platform and the environment are looked at; the entries hand them in. */
const lookAround = new Set([
  'engines/index.ts',
  'audio/index.ts',
  'desktop/index.ts',
  'protocol/endpoint.ts',
  'store/paths.ts',
  'cli/main.ts',
  'headless/main.ts',
  'main/app.ts',
  'main/main.ts',
]);

interface Import {
  readonly from: string;
  readonly isType: boolean;
}

interface Source {
  /** Relative to `src`, with `/`. */
  readonly path: string;
  readonly room: string;
  /** Without its comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
  .map(readSource);

describe('the rooms', () => {
  it('are those of the table', () => {
    const found = new Set(sources.map(({ room }) => room));
    expect([...found].filter((room) => !Object.hasOwn(rooms, room))).toEqual([]);
  });

  it.each(sources.map((source) => [source.path, source] as const))(
    '%s imports what its room may',
    (_, source) => {
      expect(source.imports.flatMap((one) => complaint(source, one))).toEqual([]);
    },
  );
});

describe('the laws', () => {
  it('1: electron is imported in main and preload only, ipcMain in main/bridge.ts only', () => {
    expect(pathsWith(/from 'electron'/, (path) => /^(main|preload)\//.test(path))).toEqual([]);
    expect(pathsWith(/\bipcMain\b/, (path) => path === 'main/bridge.ts')).toEqual([]);
  });

  it('2: core has no timer, clock or id source of its own', () => {
    const own =
      /\b(setTimeout|setInterval|setImmediate|queueMicrotask|performance|crypto|Math\.random|Date\.now|new Date\(\))/;
    expect(pathsWith(own, (path) => !path.startsWith('core/'))).toEqual([]);
  });

  it('3: the five rooms at the edges never import each other', () => {
    const edges = ['store', 'audio', 'engines', 'text', 'desktop'];
    for (const edge of edges) {
      const allowed = rooms[edge]?.rooms ?? [];
      expect(allowed.filter((room) => edges.includes(room))).toEqual([]);
    }
  });

  it('4: the platform and the environment are looked at in few places, and handed in', () => {
    const look =
      /\bprocess\.(platform|env|arch)\b|\{[^}]*\b(platform|env)\b[^}]*\} = process\b|\bplatform\(\)/;
    expect(pathsWith(look, (path) => lookAround.has(path))).toEqual([]);
  });
});

describe('the reader of import lines', () => {
  it('sees every form of an import', () => {
    const code = [
      "import { a } from 'one';",
      "import type { B } from 'two';",
      "import {\n  c,\n  type D,\n} from 'three';",
      "import 'four';",
      "export { e } from 'five';",
      "export type { F } from 'six';",
      "const g = await import('seven');",
      "const h = require('eight');",
      "import * as i from 'nine';",
    ].join('\n');
    const types = new Set(['two', 'six']);
    const names = ['one', 'two', 'three', 'five', 'six', 'nine', 'four', 'seven', 'eight'];
    expect(readImports(code)).toEqual(names.map((from) => ({ from, isType: types.has(from) })));
  });

  it('finds what a room may not import', () => {
    const source = { path: 'core/x.ts', room: 'core', code: '', imports: [] };
    const complaints = ['node:fs', 'valibot', '../store/paths.ts', './machine.ts'].map(
      (from) => complaint(source, { from, isType: false }).length,
    );
    expect(complaints).toEqual([1, 1, 1, 0]);
    expect(complaint(source, { from: '../store/paths.ts', isType: true })).toHaveLength(1);
  });
});

function readSource(path: string): Source {
  const code = withoutComments(readFileSync(join(root, 'src', path), 'utf8'));
  return { path, room: path.split('/')[0] ?? '', code, imports: readImports(code) };
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function readImports(code: string): Import[] {
  const statements = code.matchAll(
    /^(?:import|export)\s+(type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+)(?:\s*,\s*\{[^}]*\})?\s+from\s+'([^']+)'/gm,
  );
  const bare = code.matchAll(/^import\s+'([^']+)'/gm);
  const calls = code.matchAll(/\b(?:import|require)\(\s*'([^']+)'/g);
  return [
    ...Array.from(statements, ([, type, from = '']) => ({ from, isType: type !== undefined })),
    ...Array.from([...bare, ...calls], ([, from = '']) => ({ from, isType: false })),
  ];
}

/** What is wrong with an import, or nothing. */
function complaint(source: Pick<Source, 'path' | 'room'>, { from, isType }: Import): string[] {
  const room = rooms[source.room];
  const line = `${source.path} imports ${isType ? 'types from ' : ''}${from}`;
  if (!room) return [line];
  if (from.startsWith('.')) {
    const target = relative(join(root, 'src'), resolve(root, 'src', dirname(source.path), from));
    const isWithin = (allowed: string) => target === allowed || target.startsWith(`${allowed}/`);
    const reachable = [source.room, ...room.rooms, ...(isType ? typesForAll : [])];
    return reachable.some(isWithin) ? [] : [line];
  }
  if (isBuiltin(from)) return room.hasNode && from.startsWith('node:') ? [] : [line];
  const name = from.split('/', from.startsWith('@') ? 2 : 1).join('/');
  return room.packages.includes(name) ? [] : [line];
}

function pathsWith(pattern: RegExp, isAllowed: (path: string) => boolean): string[] {
  return sources
    .filter(({ path, code }) => !isAllowed(path) && pattern.test(code))
    .map(({ path }) => path);
}
