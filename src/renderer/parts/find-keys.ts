import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Gives a field the keys that find: `/`, but where something is typed, and Ctrl+F or ⌘F from anywhere. */
export function useFindKeys(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isFind(event)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return field;
}

function isFind({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'f' && !shiftKey;
  // Some keyboards have the slash behind Shift.
  return key === '/' && !(target as HTMLElement).matches('input, textarea, select');
}
