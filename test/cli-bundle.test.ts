import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Metafile } from 'esbuild';

import { version } from '../src/protocol/version.ts';
import { build, dist } from './fixtures/built.ts';

const firstBundle = join(dist, 'cli/whis.cjs');
const mostBytes = 24 * 1024;

let metafile: Metafile;

beforeAll(() => {
  build();
  metafile = JSON.parse(readFileSync(join(dist, 'meta.json'), 'utf8')) as Metafile;
});

describe('the first bundle of the CLI', () => {
  it('has protocol and cli in it and nothing else', () => {
    const output = metafile.outputs['dist/cli/whis.cjs'];
    const inputs = Object.keys(output?.inputs ?? {});
    expect(inputs).toContain('src/cli/verbs/status.ts');
    expect(inputs.filter((input) => !/^src\/(protocol|cli)\//.test(input))).toEqual([]);
  });

  it('asks for nothing but modules of Node and the second bundle', () => {
    const asked = metafile.outputs['dist/cli/whis.cjs']?.imports.map(({ path }) => path) ?? [];
    expect(asked.filter((path) => !path.startsWith('node:'))).toEqual(
      asked.filter((path) => path === './later.cjs'),
    );
    expect(asked).toContain('./later.cjs');
  });

  it('has less than 24 KiB', () => {
    expect(statSync(firstBundle).size).toBeLessThan(mostBytes);
  });

  it('is CommonJS that can be started as a program', () => {
    expect(readFileSync(firstBundle, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n"use strict";/);
    expect(statSync(firstBundle).mode & 0o111).toBe(0o111);
    expect(metafile.outputs['dist/cli/whis.cjs']?.exports).toEqual([]);
  });
});

describe('the second bundle of the CLI', () => {
  it('has protocol and cli in it and nothing else', () => {
    const inputs = Object.keys(metafile.outputs['dist/cli/later.cjs']?.inputs ?? {});
    expect(inputs.filter((input) => !/^src\/(protocol|cli)\//.test(input))).toEqual([]);
  });
});

describe('the other bundles', () => {
  it.each([
    'dist/headless/main.mjs',
    'dist/children/engine.mjs',
    'dist/children/recorder.mjs',
    'dist/children/hotkey.mjs',
  ])('%s is there, with the native packages left outside', (path) => {
    const output = metafile.outputs[path];
    const inputs = Object.keys(output?.inputs ?? {});
    expect(inputs.filter((input) => input.endsWith('.node'))).toEqual([]);
    const native = ['sherpa-onnx-node', '@picovoice/pvrecorder-node', 'uiohook-napi'];
    expect(inputs.filter((input) => native.some((name) => input.includes(name)))).toEqual([]);
  });
});

describe('the CLI under an older Node', () => {
  it('runs, and says what a newer one is needed for', (context) => {
    const node = olderNode();
    if (node === null) return context.skip('no Node older than 24 is on PATH');
    const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', WHIS_SOCKET: '/tmp/whis-none.sock' };
    const whis = (...args: string[]) =>
      spawnSync(node, [firstBundle, ...args], { env, encoding: 'utf8' });
    expect(whis('--version').stdout).toBe(`whis ${version}\n`);
    expect(whis('status')).toMatchObject({ status: 3, stderr: '' });
    expect(whis('stop').status).toBe(0);
    expect(whis('toggle')).toMatchObject({ status: 3, stdout: '' });
    return expect(whis('listen').stderr).toMatch(/needs Node 24 or newer, and this is Node \d+/);
  });
});

/** The machine's own Node, outside of this project, when it is too old for the daemon. */
function olderNode(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder.includes('node_modules')) continue;
    const node = join(folder, 'node');
    const { status, stdout } = spawnSync(node, ['-p', 'process.versions.node'], {
      encoding: 'utf8',
    });
    if (status === 0 && Number.parseInt(stdout, 10) < 24) return node;
  }
  return null;
}
