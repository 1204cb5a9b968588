import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

import { build, dist } from '../fixtures/built.ts';

let metafile: Metafile;

beforeAll(() => {
  build();
  metafile = JSON.parse(readFileSync(join(dist, 'meta.json'), 'utf8')) as Metafile;
});

describe.each(['app', 'overlay'])('the bundle of %s.js', (name) => {
  it('has the renderer and its packages in it and nothing of the daemon', () => {
    const inputs = Object.keys(metafile.outputs[`dist/renderer/${name}.js`]?.inputs ?? {});
    expect(inputs).toContain(`src/renderer/${name}.tsx`);
    const own = /^(src\/renderer|node_modules\/(preact|@tanstack\/virtual-core))\//;
    expect(inputs.filter((input) => !own.test(input))).toEqual([]);
  });

  it('writes no HTML from a text, and asks the network for nothing', () => {
    const code = readFileSync(join(dist, `renderer/${name}.js`), 'utf8');
    expect(code).not.toMatch(/insertAdjacentHTML|document\.write|new Function|\beval\(/);
    expect(code).not.toMatch(/\bfetch\(|XMLHttpRequest|WebSocket|EventSource/);
  });
});

describe.each(['index', 'overlay'])('%s.html', (name) => {
  it('has no script and no style in it', () => {
    const html = readFileSync(join(dist, `renderer/${name}.html`), 'utf8');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });
});
