import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { dayOf } from '../time.ts';
import { HistoryRow } from './history-row.tsx';
import { wordsOf, type Row } from './row.ts';
import { sessionDoings } from './session-doings.ts';
import { useVirtualRows } from './virtual-rows.ts';

/** The heights of a row and of the day above it, in CSS pixels: the style sheet has the same. */
const rowPx = 78;
const dayPx = 36;

/** The next page is read when so few rows are left below. */
const readAheadRows = 200;

/**
 * The list of dictations: only what can be seen is drawn. One row has the place in the tab order;
 * the arrows move it, Enter copies, Space opens, Delete deletes.
 */
export function HistoryList({
  openId,
  onOpen,
}: {
  openId: string | null;
  onOpen: (id: string | null) => void;
}) {
  const app = useApp();
  const { rows, query, next } = useCell(app.history.list);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const now = new Date();
  const words = wordsOf(query);
  const doings = sessionDoings(app);
  const current = Math.min(active, rows.length - 1);

  const { items, heightPx, scrollTo } = useVirtualRows(scroller, {
    rows,
    heightOf,
    kept: current,
  });

  const last = items.at(-1)?.index ?? 0;
  const isNearEnd = next !== null && last > rows.length - readAheadRows;
  useEffect(() => {
    if (isNearEnd) void app.history.more();
  }, [isNearEnd, rows.length]);

  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, 0);
    setActive(0);
  }, [query]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-at="${current}"] .row-main`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setActive(index);
    wantsFocus.current = true;
    scrollTo(index);
    // Beside the list the text follows; over it, it would hide it.
    if (openId !== null) onOpen(rows[index]?.id ?? null);
  };

  const press = (event: KeyboardEvent) => {
    const isOnRow = (event.target as HTMLElement).classList.contains('row-main');
    const row = rows[current];
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + pageRows,
      PageUp: current - pageRows,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (isOnRow && row && event.key === 'Enter') {
      event.preventDefault();
      if (row.excerpt !== '') doings.copy(row.id);
    } else if (isOnRow && row && event.key === 'Delete') {
      event.preventDefault();
      doings.remove(row.id);
      wantsFocus.current = true;
    }
  };

  return (
    <div class="rows" ref={scroller} onKeyDown={press}>
      <ul aria-label="Dictations, newest first" style={{ height: `${heightPx}px` }}>
        {items.map(({ index, key, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const day = beginsDay(rows, index) ? dayOf(row.createdAt, now) : null;
          return (
            <li
              key={String(key)}
              data-at={index}
              aria-setsize={next === null ? rows.length : -1}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)`, height: `${size}px` }}
              onFocusIn={() => setActive(index)}
            >
              {day !== null && <h2 class="day">{day}</h2>}
              <HistoryRow
                row={row}
                words={words}
                now={now}
                isOpen={row.id === openId}
                isFocusable={index === current}
                doings={doings}
                onOpen={() => onOpen(row.id)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function heightOf(rows: readonly Row[], index: number): number {
  return beginsDay(rows, index) ? rowPx + dayPx : rowPx;
}

/** Whether the row above is of another day. */
function beginsDay(rows: readonly Row[], index: number): boolean {
  return rows[index]?.day !== rows[index - 1]?.day;
}
