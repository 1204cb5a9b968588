import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useFindKeys } from '../parts/find-keys.ts';
import { Icon } from '../parts/icon.tsx';

/** The longest search that the daemon takes. */
const longest = 256;

/** Searches while it is typed in. `/` and Ctrl+F come here from anywhere, Escape empties it. */
export function SearchField() {
  const { history } = useApp();
  const field = useFindKeys();
  const [query, setQuery] = useState(history.list.value.query);
  const search = (words: string) => {
    setQuery(words);
    history.search(words);
  };
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Search all dictations"
        placeholder="Search"
        maxLength={longest}
        value={query}
        onInput={({ currentTarget }) => search(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && query !== '') {
            event.stopPropagation();
            search('');
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>('.row-main[tabindex="0"]')?.focus();
          }
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}
