import { beforeEach, describe, expect, it } from 'vitest';

import type { Clipboard } from '../../src/core/ports.ts';
import { Custody } from '../../src/daemon/custody.ts';
import { WhisError } from '../../src/protocol/errors.ts';

const never = new AbortController().signal;

/** A clipboard in memory; its reading can be made to wait, and to fail. */
class Desk implements Clipboard {
  readonly name = 'desk';
  text: string | null = 'former';
  reads = 0;
  readonly written: string[] = [];
  waits: Promise<void> | null = null;
  error: WhisError | null = null;

  async write(text: string): Promise<boolean> {
    this.written.push(text);
    this.text = text;
    return true;
  }

  async read(): Promise<string | null> {
    this.reads += 1;
    await this.waits;
    if (this.error) throw this.error;
    return this.text;
  }
}

let desk: Desk;
let errors: string[];
let custody: Custody;

beforeEach(() => {
  desk = new Desk();
  errors = [];
  custody = new Custody(desk, { afterMs: 5, onError: ({ message }) => errors.push(message) });
});

/** Puts a text on the clipboard as a paste does. */
async function lend(ours: string): Promise<void> {
  const former = await custody.take(never);
  await desk.write(ours);
  if (former !== null) custody.putBack(former, ours);
}

describe('what was on the clipboard before a paste', () => {
  it('is put back', async () => {
    await lend('ours');
    expect(desk.text).toBe('ours');
    await expect.poll(() => desk.text).toBe('former');
  });

  it('is not put over what somebody has copied meanwhile', async () => {
    await lend('ours');
    desk.text = 'theirs';
    await expect.poll(() => desk.reads).toBe(2);
    expect(desk.written).toEqual(['ours']);
  });

  it('is not put back when it was no text', async () => {
    desk.text = null;
    expect(await custody.take(never)).toBeNull();
  });

  it('is what was there before the first of two pastes in a row', async () => {
    await lend('one');
    await lend('two');
    await expect.poll(() => desk.text).toBe('former');
    expect(desk.written).toEqual(['one', 'two', 'former']);
  });

  it('is forgotten when a text is to stay', async () => {
    await lend('ours');
    await custody.forget();
    await desk.write('ours');
    await lend('next');
    await expect.poll(() => desk.text).toBe('ours');
  });

  it('never comes after the next text', async () => {
    await lend('ours');
    const { promise, resolve } = Promise.withResolvers<void>();
    desk.waits = promise;
    await expect.poll(() => desk.reads).toBe(2);
    const forgotten = custody.forget();
    resolve();
    await forgotten;
    expect(desk.written).toEqual(['ours']);
  });

  it('is left alone when it cannot be read, and says so afterwards', async () => {
    desk.error = new WhisError('delivery_failed', 'No display.');
    expect(await custody.take(never)).toBeNull();
    desk.error = null;
    await lend('ours');
    desk.error = new WhisError('delivery_failed', 'No display.');
    await expect.poll(() => errors).toEqual(['No display.']);
  });
});
