import { appendFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

import type { Clock, Host } from '../core/ports.ts';
import type { DeliveryResult } from '../core/story.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Custody } from './custody.ts';

/** What of a host brings text somewhere. */
type Places = Pick<Host, 'clipboard' | 'paster' | 'writeOut'>;

/** What a delivery needs. */
export interface DeliveryMeans {
  readonly host: Places;
  readonly clock: Clock;
  readonly custody: Custody;
  readonly settings: Pick<Settings, 'paste_key' | 'restore_clipboard' | 'deadlines'>;
}

/** Typing takes its time with every key. */
const typeMsPerCharacter = 50;

type Outcome = Pick<DeliveryResult, 'confirmed' | 'error'>;

/**
 * Brings a text to each of `outputs` (`clipboard`, `paste`, `type`, `stdout`, `file:PATH`), one after
 * the other, each within the deadline of the settings. Never rejects: what failed is in the result,
 * and does not keep the next one from being tried.
 */
export async function deliver(
  text: string,
  outputs: readonly string[],
  means: DeliveryMeans,
): Promise<DeliveryResult[]> {
  const { clock, settings } = means;
  const isRestored = settings.restore_clipboard && !outputs.includes('clipboard');
  const results: DeliveryResult[] = [];
  for (const to of outputs) {
    const typingMs = to === 'type' ? text.length * typeMsPerCharacter : 0;
    const withinMs = settings.deadlines.delivery_seconds * 1000 + typingMs;
    const outcome = await within(withinMs, to, (cancel) =>
      bring(text, to, { ...means, isRestored, cancel }),
    ).catch((thrown: unknown): Outcome => {
      const { code, message } = asWhisError(thrown, 'delivery_failed');
      return { confirmed: false, error: { code, message } };
    });
    results.push({ to, ...outcome, at: new Date(clock.now()).toISOString() });
  }
  return results;
}

/** Calls work off that takes too long: it may go on if it heeds no signal, but nobody waits for it. */
async function within<Result>(
  ms: number,
  to: string,
  work: (cancel: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const error = new WhisError(
      'delivery_failed',
      `“${to}” took longer than ${ms / 1000} s and was given up: it may hang. The text is kept: ` +
        '“whis last” prints it, “whis copy” brings it to the clipboard.',
    );
    late.reject(error);
    controller.abort(error);
  }, ms);
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** One place, and how it is brought there. */
interface Bringing extends DeliveryMeans {
  readonly cancel: AbortSignal;
  /** Whether what was on the clipboard is put back after a paste. */
  readonly isRestored: boolean;
}

async function bring(text: string, to: string, bringing: Bringing): Promise<Outcome> {
  const { host, custody, cancel } = bringing;
  if (to === 'clipboard') {
    // Even where it is the same text: it is meant to stay now.
    await custody.forget();
    return toClipboard(text, bringing);
  }
  if (to === 'paste') return pasted(text, bringing);
  if (to === 'type') return { confirmed: await host.paster.type(text, cancel), error: null };
  if (to === 'stdout') {
    await host.writeOut(`${text}\n`);
    return { confirmed: null, error: null };
  }
  await toFile(text, to.slice('file:'.length));
  return { confirmed: true, error: null };
}

/** Pastes what is confirmed on the clipboard, and nothing else: never somebody's older text. */
async function pasted(text: string, bringing: Bringing): Promise<Outcome> {
  const { host, custody, settings, isRestored, cancel } = bringing;
  const former = isRestored ? await custody.take(cancel) : null;
  const copied = await toClipboard(text, bringing);
  if (copied.error) return copied;
  const confirmed = await host.paster.paste(settings.paste_key, cancel);
  if (former !== null) custody.putBack(former, text);
  return { confirmed, error: null };
}

async function toClipboard(text: string, { host, cancel }: Bringing): Promise<Outcome> {
  const confirmed = await host.clipboard.write(text, { cancel });
  if (confirmed) return { confirmed, error: null };
  const message =
    'Another text is on the clipboard: something overwrote it at once. Copy it again: whis copy';
  return { confirmed, error: { code: 'delivery_failed', message } };
}

async function toFile(text: string, path: string): Promise<void> {
  if (!isAbsolute(path)) {
    throw new WhisError(
      'delivery_failed',
      `“file:${path}” is not an absolute path. Begin it with /.`,
    );
  }
  try {
    await appendFile(path, `${text}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new WhisError(
      'delivery_failed',
      `${path} could not be written (${(cause as Error).message}). Make its folder, or choose another file: whis config set output`,
      { cause },
    );
  }
}
