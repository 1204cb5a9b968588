import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deliver } from '../../src/daemon/delivery.ts';
import { WhisError } from '../../src/protocol/errors.ts';
import { Custody } from '../../src/daemon/custody.ts';
import type { PasteKey } from '../../src/protocol/settings.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { FakeClock } from '../fixtures/fakes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-delivery-'));
});
afterEach(() => rm(folder, { recursive: true }));

function means(
  write: (text: string) => Promise<boolean>,
  written: string[] = [],
  { read = () => Promise.resolve<string | null>(null), seconds = 5 } = {},
) {
  const host = {
    clipboard: { name: 'fake', write, read },
    paster: {
      name: 'fake',
      paste(key: PasteKey) {
        written.push(`pressed ${key}`);
        return Promise.resolve(null);
      },
      type(text: string) {
        written.push(`typed ${text}`);
        return Promise.resolve(null);
      },
    },
    writeOut: (text: string) => Promise.resolve(void written.push(text)),
  };
  const custody = new Custody(host.clipboard, { afterMs: 1, onError: () => {} });
  const settings = {
    paste_key: 'ctrl+shift+v' as const,
    restore_clipboard: true,
    deadlines: { ...defaultSettings.deadlines, delivery_seconds: seconds },
  };
  return { host, clock: new FakeClock(), custody, settings };
}

const yes = () => Promise.resolve(true);

describe('deliver', () => {
  it('brings a text to several places, in order, and says what was confirmed', async () => {
    const written: string[] = [];
    const file = join(folder, 'notes.txt');
    const results = await deliver(
      'hello',
      ['clipboard', 'stdout', `file:${file}`],
      means(yes, written),
    );
    const at = '2026-11-20T10:00:00.000Z';
    expect(results).toEqual([
      { to: 'clipboard', confirmed: true, error: null, at },
      { to: 'stdout', confirmed: null, error: null, at },
      { to: `file:${file}`, confirmed: true, error: null, at },
    ]);
    expect(written).toEqual(['hello\n']);
  });

  it('appends to a file that only its owner may read', async () => {
    const file = join(folder, 'notes.txt');
    await deliver('one', [`file:${file}`], means(yes));
    await deliver('two', [`file:${file}`], means(yes));
    expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('goes on to the next place when one fails, and says why', async () => {
    const failing = () => Promise.reject(new WhisError('delivery_failed', 'No display.'));
    const written: string[] = [];
    const results = await deliver(
      'x',
      ['clipboard', `file:${folder}`, 'file:notes.txt', 'stdout'],
      means(failing, written),
    );
    expect(results.map(({ confirmed, error }) => [confirmed, error?.code ?? null])).toEqual([
      [false, 'delivery_failed'],
      [false, 'delivery_failed'],
      [false, 'delivery_failed'],
      [null, null],
    ]);
    expect(results[0]?.error?.message).toBe('No display.');
    expect(results[1]?.error?.message).toContain(folder);
    expect(results[2]?.error?.message).toContain('not an absolute path');
    expect(written).toEqual(['x\n']);
  });

  it('pastes what is confirmed on the clipboard, and nothing else', async () => {
    const written: string[] = [];
    const [pasted] = await deliver('x', ['paste'], means(yes, written));
    expect(pasted).toMatchObject({ to: 'paste', confirmed: null, error: null });
    const [refused] = await deliver(
      'x',
      ['paste'],
      means(() => Promise.resolve(false), written),
    );
    expect(refused).toMatchObject({ confirmed: false, error: { code: 'delivery_failed' } });
    await deliver('y', ['type'], means(yes, written));
    expect(written).toEqual(['pressed ctrl+shift+v', 'typed y']);
  });

  it('says that another text is on the clipboard', async () => {
    const [result] = await deliver(
      'x',
      ['clipboard'],
      means(() => Promise.resolve(false)),
    );
    expect(result).toMatchObject({ confirmed: false, error: { code: 'delivery_failed' } });
  });

  it('gives a place up that hangs, and goes on to the next one', async () => {
    const written: string[] = [];
    const never = () => new Promise<boolean>(() => {});
    const results = await deliver(
      'x',
      ['clipboard', 'paste', 'stdout'],
      means(never, written, { seconds: 0.05 }),
    );
    expect(results.map(({ to, confirmed, error }) => [to, confirmed, error?.message])).toEqual([
      [
        'clipboard',
        false,
        expect.stringMatching(/^“clipboard” took longer than 0\.05 s.*whis copy/),
      ],
      ['paste', false, expect.stringMatching(/^“paste” took longer than 0\.05 s/)],
      ['stdout', null, undefined],
    ]);
    expect(written).toEqual(['x\n']);
  });

  it('puts back what was there, once it was pasted', async () => {
    const desk = { text: 'former' as string | null };
    await deliver('x', ['paste'], withDesk(desk));
    expect(desk.text).toBe('x');
    await expect.poll(() => desk.text).toBe('former');
  });

  it('puts nothing back where the clipboard is one of the places', async () => {
    const desk = { text: 'former' as string | null };
    const both = withDesk(desk);
    await deliver('x', ['clipboard', 'paste'], both);
    await deliver('y', ['paste'], both);
    await expect.poll(() => desk.text).toBe('x');
  });
});

/** Delivers to a clipboard that keeps what it is given. */
function withDesk(desk: { text: string | null }) {
  const write = (text: string) => {
    desk.text = text;
    return Promise.resolve(true);
  };
  return means(write, [], { read: () => Promise.resolve(desk.text) });
}
