import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';

/** Rows beyond the edges that are drawn too, so that none is missing while it scrolls. */
const overscanRows = 6;

/** What is drawn of a long list. */
export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  readonly heightPx: number;
  readonly scrollTo: (index: number) => void;
}

/** Draws only what can be seen of `rows`, and the one at `kept` wherever it is: it has the focus. */
export function useVirtualRows<Row extends { readonly id: string }>(
  scroller: RefObject<HTMLElement | null>,
  {
    rows,
    heightOf,
    kept,
  }: {
    rows: readonly Row[];
    /** In CSS pixels. */
    heightOf: (rows: readonly Row[], index: number) => number;
    kept: number;
  },
): VirtualRows {
  const [, draw] = useState({});
  const count = rows.length;
  // Another function here means to the virtualizer that every row may have moved.
  const getItemKey = useCallback((index: number) => rows[index]?.id ?? '', [rows]);
  const options: VirtualizerOptions<HTMLElement, HTMLElement> = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows, index),
    getItemKey,
    overscan: overscanRows,
    rangeExtractor(range) {
      const indexes = defaultRangeExtractor(range);
      if (kept < 0 || kept >= count || indexes.includes(kept)) return indexes;
      return [...indexes, kept].sort((one, other) => one - other);
    },
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw({}),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    heightPx: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
