import { useState } from 'preact/hooks';

import type { Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { Refusal, sentenceOf } from '../refusal.ts';
import { kindOf, valueAt, type Kind } from './kind.ts';

/** The settings as they are, and what each may be. */
export interface Book {
  readonly settings: Settings;
  /** Each setting's JSON Schema, by its dotted key. */
  readonly schemas: Readonly<Record<string, object>>;
  readonly path: string;
}

/** One setting on the page. */
export interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly kind: Kind;
  /** Why the last value was refused, in the daemon's own words; null when it was taken. */
  readonly error: string | null;
  readonly save: (value: unknown) => void;
}

/** A setting and the way to set it: what is refused stays under its field, not in a message. */
export function useSetting({ settings, schemas }: Omit<Book, 'path'>, key: string): Setting {
  const { ask } = useApp();
  const kind = kindOf(schemas[key] ?? {});
  // What was chosen is shown until the settings are read again: nothing jumps back meanwhile.
  const [wanted, want] = useState<{ value: unknown; instead: Settings } | null>(null);
  const isWaiting = wanted !== null && wanted.instead === settings;
  const [error, setError] = useState<string | null>(null);
  const set = async (value: unknown) => {
    try {
      await ask('set_setting', { key, value });
    } catch (thrown) {
      // What can run programs, write files or send texts away is set once the person has said yes.
      if (!(thrown instanceof Refusal) || thrown.code !== 'not_allowed') throw thrown;
      const { is_done: isDone } = await ask('app_confirm_setting', { key, value });
      if (!isDone) throw new Error('This was not set: you did not confirm it.', { cause: thrown });
    }
  };
  return {
    key,
    error,
    kind,
    value: isWaiting ? wanted.value : valueAt(settings, key),
    save(value) {
      if (kind.kind === 'switch' || kind.kind === 'choice') want({ value, instead: settings });
      set(value).then(
        () => setError(null),
        (thrown: unknown) => {
          want(null);
          setError(sentenceOf(thrown));
        },
      );
    },
  };
}
