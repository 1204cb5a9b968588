import { appendFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

import type { Clock, Host } from '../core/ports.ts';
import type { DeliveryResult } from '../core/story.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { PasteKey } from '../protocol/settings.ts';

/** What of a host brings text somewhere. */
type Places = Pick<Host, 'clipboard' | 'paster' | 'writeOut'>;

/** What a delivery needs. */
export interface DeliveryMeans {
  readonly host: Places;
  readonly clock: Clock;
  readonly pasteKey: PasteKey;
}

/**
 * Brings a text to each of `outputs` (`clipboard`, `paste`, `type`, `stdout`, `file:PATH`), one after the other. Never
 * rejects: what failed is in the result, and does not keep the next one from being tried.
 */
export async function deliver(
  text: string,
  outputs: readonly string[],
  means: DeliveryMeans,
): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const to of outputs) {
    const outcome = await bring(text, to, means).catch((thrown: unknown) => {
      const { code, message } = asWhisError(thrown, 'delivery_failed');
      return { confirmed: false, error: { code, message } };
    });
    results.push({ to, ...outcome, at: new Date(means.clock.now()).toISOString() });
  }
  return results;
}

async function bring(
  text: string,
  to: string,
  { host, pasteKey }: DeliveryMeans,
): Promise<Pick<DeliveryResult, 'confirmed' | 'error'>> {
  if (to === 'clipboard') return toClipboard(text, host);
  if (to === 'paste') return pasted(text, host, pasteKey);
  if (to === 'type') return { confirmed: await host.paster.type(text), error: null };
  if (to === 'stdout') {
    await host.writeOut(`${text}\n`);
    return { confirmed: null, error: null };
  }
  await toFile(text, to.slice('file:'.length));
  return { confirmed: true, error: null };
}

/** Pastes what is confirmed on the clipboard, and nothing else: never somebody's older text. */
async function pasted(
  text: string,
  host: Places,
  key: PasteKey,
): Promise<Pick<DeliveryResult, 'confirmed' | 'error'>> {
  const copied = await toClipboard(text, host);
  return copied.error ? copied : { confirmed: await host.paster.paste(key), error: null };
}

async function toClipboard(text: string, { clipboard }: Places) {
  const confirmed = await clipboard.write(text);
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
