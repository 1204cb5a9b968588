import { useEffect, useRef } from 'preact/hooks';

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
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches('input, textarea, select');
      const isHeld = event.ctrlKey || event.metaKey;
      const isFind = isHeld ? event.key.toLowerCase() === 'f' : event.key === '/' && !isTyping;
      if (!isFind || event.altKey || event.shiftKey !== (event.key === 'F')) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
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
