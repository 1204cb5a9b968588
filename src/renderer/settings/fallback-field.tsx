import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { EngineName } from '../../protocol/settings.ts';
import { engineNames, engines } from '../engines/engine-names.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import type { FieldWords } from './replacements-field.tsx';
import { SettingRow } from './setting-row.tsx';
import type { Setting } from './setting.ts';

/** What a row's buttons do to it. */
type Doing = 'up' | 'down' | 'remove';

/** A change that was asked for: said once it is so, and followed by the focus. */
interface Change {
  readonly engine: EngineName;
  readonly doing: Doing | 'add';
  /** Where in the order it is, or was. */
  readonly at: number;
}

const moves: Readonly<Record<Doing | 'add', number>> = { up: -1, down: 1, remove: 0, add: 0 };

/** The engines that take over, in their order: added, moved and removed one at a time. */
export function FallbackField({ setting, label, help }: FieldWords & { setting: Setting }) {
  const { key, value, error, save } = setting;
  const order = [...new Set(Array.isArray(value) ? (value as readonly EngineName[]) : [])];
  const left = engines.filter((engine) => !order.includes(engine));
  const whole = useRef<HTMLDivElement>(null);
  const asked = useRef<Change | null>(null);
  const [said, say] = useState('');
  // Together with the new order: later, the focus would be taken from where a key has brought it.
  useLayoutEffect(() => {
    const change = asked.current;
    asked.current = null;
    if (change === null || whole.current === null) return;
    const at = order.indexOf(change.engine);
    say(`${engineNames[change.engine]}: ${at < 0 ? 'removed' : `${at + 1} of ${order.length}`}`);
    follow(whole.current, change);
  }, [order.join()]);
  useEffect(() => {
    // What was refused is not followed when somebody else changes the order.
    if (error !== null) asked.current = null;
  }, [error]);
  const make = (change: Change) => {
    asked.current = change;
    save(ordered(order, change));
  };
  return (
    <SettingRow name={key} label={label} help={help} error={error} isGroup>
      {(ids) => (
        <div class="order-field" ref={whole}>
          {order.length > 0 && (
            <ol>
              {order.map((engine, at) => (
                <Row
                  key={engine}
                  name={engineNames[engine]}
                  isFirst={at === 0}
                  isLast={at === order.length - 1}
                  onDoing={(doing) => make({ engine, doing, at })}
                />
              ))}
            </ol>
          )}
          {left.length > 0 && (
            <Menu
              label="Add an engine"
              icon="add"
              ids={{ id: ids.id, 'aria-describedby': ids['aria-describedby'] }}
              groups={[
                {
                  entries: left.map((engine) => ({
                    label: engineNames[engine],
                    run: () => make({ engine, doing: 'add', at: order.length }),
                  })),
                },
              ]}
            />
          )}
          <p class="unseen" role="status">
            {said}
          </p>
        </div>
      )}
    </SettingRow>
  );
}

function Row({
  name,
  isFirst,
  isLast,
  onDoing,
}: {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onDoing: (doing: Doing) => void;
}) {
  const button = (doing: Doing, icon: IconName, label: string, isOff = false) => (
    <button
      class="button is-bare"
      data-doing={doing}
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={() => onDoing(doing)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <li>
      <span>{name}</span>
      {button('up', 'up', `Try ${name} earlier`, isFirst)}
      {button('down', 'down', `Try ${name} later`, isLast)}
      {button('remove', 'close', `Remove ${name}`)}
    </li>
  );
}

function ordered(order: readonly EngineName[], { engine, doing, at }: Change): EngineName[] {
  const others = order.filter((one) => one !== engine);
  return doing === 'remove' ? others : others.toSpliced(at + moves[doing], 0, engine);
}

/**
 * A row that moves loses the focus: it gets it back, or its neighbour does when it has gone. What is
 * added takes it from nothing else: the menu may be open again.
 */
function follow(whole: HTMLElement, { doing, at }: Change): void {
  const rows = whole.querySelectorAll('li');
  const row = rows[Math.min(at + moves[doing], rows.length - 1)];
  const add = whole.querySelector<HTMLElement>('.menu > .button');
  const same = row?.querySelector<HTMLElement>(`[data-doing=${doing}]:enabled`);
  const other = row?.querySelector<HTMLElement>('button:enabled');
  if (doing !== 'add') (same ?? other ?? add)?.focus();
  else if (!whole.contains(document.activeElement)) (add ?? other)?.focus();
}
