import { useEffect, useRef, useState } from 'preact/hooks';

import { Icon } from '../parts/icon.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** Words as they are heard, and what is written instead. */
type Pair = readonly [heard: string, written: string];

/** Replacements, a row each: taken when the row is left, or with Enter, which begins the next one. */
export function ReplacementsField({ setting, label, help }: FieldWords & { setting: Setting }) {
  const { key, value, error, save } = setting;
  const saved = JSON.stringify(value ?? {});
  const [pairs, show] = useState<readonly Pair[]>(() => pairsOf(saved));
  // A row that is removed loses the focus: what is taken then is what there is, not what it knew.
  const latest = useRef(pairs);
  const setPairs = (wanted: readonly Pair[]) => {
    latest.current = wanted;
    show(wanted);
  };
  // Enter takes a row that is left right after that: it is set once.
  const sent = useRef(saved);
  const rows = useRef<HTMLDivElement>(null);
  const [focusAt, focus] = useState<number | null>(null);
  // Whoever types in a new row is not interrupted by the answer to the row before.
  useEffect(() => {
    sent.current = saved;
    if (error === null && textOf(pairs) !== saved) setPairs(pairsOf(saved));
  }, [saved, error]);
  useEffect(() => {
    if (focusAt === null) return;
    rows.current?.querySelectorAll('input')[focusAt]?.focus();
    focus(null);
  }, [focusAt]);
  const take = () => {
    const text = textOf(latest.current);
    if (text === sent.current) return;
    sent.current = text;
    save(JSON.parse(text));
  };
  const change = (at: number, pair: Pair) =>
    setPairs(pairs.map((old, place) => (place === at ? pair : old)));
  const add = () => {
    setPairs([...pairs, ['', '']]);
    focus(pairs.length);
  };
  const remove = (at: number) => {
    const rest = pairs.filter((_, place) => place !== at);
    setPairs(rest);
    focus(Math.min(at, rest.length - 1));
    take();
  };
  return (
    <SettingRow name={key} label={label} help={help} error={error} isGroup>
      {(ids) => (
        <div class="pairs-field" ref={rows}>
          {pairs.map(([heard, written], at) => (
            <div
              key={at}
              class="pair"
              onFocusOut={({ currentTarget, relatedTarget }) => {
                if (!currentTarget.contains(relatedTarget as Node | null)) take();
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || isButton(event.target)) return;
                event.preventDefault();
                take();
                if (heard.trim() !== '' && at === pairs.length - 1) add();
              }}
            >
              <input
                type="text"
                aria-label={`As it is heard, ${at + 1}`}
                placeholder="as it is heard"
                spellcheck={false}
                value={heard}
                onInput={({ currentTarget }) => change(at, [currentTarget.value, written])}
              />
              <textarea
                rows={1}
                aria-label={`As it is written, ${at + 1}`}
                placeholder="as it is written"
                spellcheck={false}
                value={written}
                onInput={({ currentTarget }) => change(at, [heard, currentTarget.value])}
              />
              <button
                class="button is-bare"
                aria-label={`Remove ${heard === '' ? `row ${at + 1}` : `“${heard}”`}`}
                onClick={() => remove(at)}
              >
                <Icon name="close" />
              </button>
            </div>
          ))}
          <button
            id={ids.id}
            aria-describedby={ids['aria-describedby']}
            class="button"
            onClick={add}
          >
            Add a replacement
          </button>
        </div>
      )}
    </SettingRow>
  );
}

/** What a field is called, and what it does. */
export interface FieldWords {
  readonly label: string;
  readonly help?: string | undefined;
}

function pairsOf(saved: string): Pair[] {
  return Object.entries(JSON.parse(saved) as Record<string, string>);
}

/** As the settings have it: a row without what is heard is none yet. */
function textOf(pairs: readonly Pair[]): string {
  const whole = pairs.filter(([heard]) => heard.trim() !== '');
  return JSON.stringify(
    Object.fromEntries(whole.map(([heard, written]) => [heard.trim(), written])),
  );
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement;
}
