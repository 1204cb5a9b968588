import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Icon, type IconName } from './icon.tsx';

/** One entry of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

/** Entries that belong together. */
export interface MenuGroup {
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
}

/** A button that opens a list of things to do. The arrows go through it, Escape closes it. */
export function Menu({
  label,
  icon,
  ids = {},
  groups,
}: {
  label: string;
  icon: IconName;
  /** Ties the button to what is said about it. */
  ids?: { readonly id?: string; readonly 'aria-describedby'?: string };
  groups: readonly MenuGroup[];
}) {
  const [isOpen, open] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [
    ...(whole.current?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? []),
  ];
  // Before the next key is heard: the focus must not jump back from where that has brought it.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    items()[0]?.focus();
    const leave = (event: Event) => {
      if (!whole.current?.contains(event.target as Node)) open(false);
    };
    addEventListener('pointerdown', leave);
    return () => removeEventListener('pointerdown', leave);
  }, [isOpen]);
  const close = () => {
    open(false);
    button.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (!isOpen) {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      return open(true);
    }
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" ref={whole} onKeyDown={press}>
      <button
        ref={button}
        {...ids}
        class="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      >
        <Icon name={icon} />
        {label}
        <Icon name="down" />
      </button>
      {isOpen && (
        <div class="menu-list" role="menu" aria-label={label}>
          {groups.map(({ title, entries }, at) => (
            <div key={at} class="menu-group" role="group" aria-label={title}>
              {title !== undefined && <small aria-hidden="true">{title}</small>}
              {entries.map(({ label: entry, hint, run }) => (
                <button
                  key={entry}
                  role="menuitem"
                  tabIndex={-1}
                  onClick={() => {
                    close();
                    run();
                  }}
                >
                  <span>{entry}</span>
                  {hint !== undefined && <small>{hint}</small>}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
