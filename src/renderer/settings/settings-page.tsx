import { useEffect, useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell, usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { FindField } from './find-field.tsx';
import { isFound, wordsAbout } from './find.ts';
import { Group, idOfGroup } from './group.tsx';
import { groups, keysOf, type SettingGroup } from './setting-groups.ts';
import { SettingsFoot } from './settings-foot.tsx';
import type { Book } from './setting.ts';

/** Every setting: what may be set is asked of the daemon, and it judges what is. */
export function SettingsPage() {
  const { ask, view, info, sought } = useApp();
  const opensAtLogin = useCell(info)?.opens_at_login ?? null;
  const changes = usePart(view, ({ settingsChanges }) => settingsChanges);
  const typed = useCell(sought);
  const query = typed.trim();
  const [book, setBook] = useState<Book | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const { settings, path } = await ask('get_settings', {});
      const schemas = book?.schemas ?? (await ask('describe', {})).settings;
      if (isWanted) setBook({ settings, path, schemas });
    };
    read().catch((thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)));
    return () => {
      isWanted = false;
    };
  }, [ask, changes]);
  const all = book === null ? [] : groupsOf(book, opensAtLogin !== null);
  const count = all.reduce((sum, group) => sum + foundIn(group, query), 0);
  return (
    <div class="sheet settings">
      <header class="sheet-head">
        <h1>Settings</h1>
        <FindField query={typed} count={count} onQuery={(words) => sought.set(words)} />
      </header>
      {problem !== null && <p class="field-error">{problem}</p>}
      {book && <Index shown={all.filter((one) => foundIn(one, query) > 0)} />}
      {book && (
        <div class="sheet-body">
          {all.map((group) => (
            <Group key={group.title} group={group} book={book} query={query} />
          ))}
          {count === 0 && (
            <div class="nothing">
              <Icon name="search" />
              <h2>No setting has these words</h2>
              <p>Try fewer of them, or another one.</p>
            </div>
          )}
          {query === '' && <SettingsFoot path={book.path} />}
        </div>
      )}
    </div>
  );
}

/** The groups beside the page, where there is room. */
function Index({ shown }: { shown: readonly SettingGroup[] }) {
  return (
    <nav class="index" aria-label="Groups of settings">
      {shown.map(({ title }) => (
        <button
          key={title}
          onClick={() => {
            const heading = document.getElementById(idOfGroup(title));
            heading?.scrollIntoView({ block: 'start' });
            heading?.focus({ preventScroll: true });
          }}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

function foundIn({ title, keys, folds }: SettingGroup, query: string): number {
  const found = (fold: string, all: readonly string[]) =>
    all.filter((key) => isFound(wordsAbout(key, [title, fold]), query)).length;
  return folds.reduce((sum, fold) => sum + found(fold.title, fold.keys), found('', keys));
}

/** The groups, with what a newer daemon has beyond them in the last. */
function groupsOf({ schemas }: Book, hasLogin: boolean): SettingGroup[] {
  const placed = new Set(groups.flatMap(keysOf));
  const rest = Object.keys(schemas).filter((key) => !placed.has(key));
  const isKnown = (key: string) => Object.hasOwn(schemas, key) || (hasLogin && key === 'login');
  return groups.map(({ title, keys, folds }) => ({
    title,
    keys: [...keys.filter(isKnown), ...(title === 'Advanced' ? rest : [])],
    folds: folds.map((fold) => ({ ...fold, keys: fold.keys.filter(isKnown) })),
  }));
}
