import { useFindKeys } from '../parts/find-keys.ts';
import { Icon } from '../parts/icon.tsx';

/** Finds settings while it is typed in. `/` and Ctrl+F come here from anywhere, Escape empties it. */
export function FindField({
  query,
  count,
  onQuery,
}: {
  query: string;
  /** How many settings were found. */
  count: number;
  onQuery: (query: string) => void;
}) {
  const field = useFindKeys();
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Find a setting"
        placeholder="Find a setting"
        value={query}
        onInput={({ currentTarget }) => onQuery(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onQuery('');
        }}
      />
      {query === '' ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <button class="button is-bare" aria-label="Show all settings" onClick={() => onQuery('')}>
          <Icon name="close" />
        </button>
      )}
      <p class="unseen" role="status">
        {query !== '' && (count === 1 ? '1 setting found' : `${count} settings found`)}
      </p>
    </div>
  );
}
