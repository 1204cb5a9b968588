import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Field } from './field.tsx';
import { isFound, wordsAbout } from './find.ts';
import { valueAt } from './kind.ts';
import type { Fold, SettingGroup } from './setting-groups.ts';
import type { Book } from './setting.ts';

/** Finds the element of a group by its title: where its name in the list leads. */
export function idOfGroup(title: string): string {
  return `group-${title.toLowerCase()}`;
}

/**
 * A group of settings, those that a query finds. What it does not find is hidden and not gone: it may
 * hold what was typed and is not yet saved.
 */
export function Group({
  group: { title, keys, folds },
  book,
  query,
}: {
  group: SettingGroup;
  book: Book;
  query: string;
}) {
  const found = (key: string, ...places: string[]) =>
    isFound(wordsAbout(key, [title, ...places]), query);
  const isThere =
    keys.some((key) => found(key)) ||
    folds.some((fold) => fold.keys.some((key) => found(key, fold.title)));
  const id = idOfGroup(title);
  return (
    <section class="group" aria-labelledby={id} hidden={!isThere}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      <div class="group-body">
        {keys.map((key) => (
          <Slot key={key} isShown={found(key)}>
            <Field book={book} name={key} />
          </Slot>
        ))}
        {folds.map((fold) => (
          <FoldedAway
            key={fold.title}
            fold={fold}
            book={book}
            found={query === '' ? null : fold.keys.filter((key) => found(key, fold.title))}
          />
        ))}
      </div>
    </section>
  );
}

function FoldedAway({
  fold: { title, keys, engine },
  book,
  found,
}: {
  fold: Fold;
  book: Book;
  /** Those that a query finds: they are unfolded. Null when nothing is looked for. */
  found: readonly string[] | null;
}) {
  const { view } = useApp();
  const used = usePart(view, ({ status }) => status?.engine ?? null);
  const [isOpen, open] = useState(false);
  const hasKey = keys.some((key) => key.endsWith('.api_key') && valueAt(book.settings, key));
  return (
    <details
      class="slot fold"
      aria-label={title}
      hidden={found?.length === 0}
      open={isOpen || found !== null}
      onToggle={({ currentTarget }) => {
        if (found === null) open(currentTarget.open);
      }}
    >
      <summary>
        <Icon name="down" />
        <span>{title}</span>
        {hasKey && <small>key is set</small>}
        {engine !== null && engine === used && <span class="badge is-good">In use</span>}
      </summary>
      {keys.map((key) => (
        <Slot key={key} isShown={found === null || found.includes(key)}>
          <Field book={book} name={key} />
        </Slot>
      ))}
    </details>
  );
}

function Slot({ isShown, children }: { isShown: boolean; children: ComponentChildren }) {
  return (
    <div class="slot" hidden={!isShown}>
      {children}
    </div>
  );
}
