import { Icon } from '../parts/icon.tsx';
import { lengthOf, momentOf } from '../time.ts';
import { Marked } from './marks.tsx';
import type { Row } from './row.ts';
import type { SessionDoings } from './session-doings.ts';

const statusWords: Readonly<Record<Row['status'], string | null>> = {
  recording: 'Recording',
  transcribing: 'Transcribing',
  done: null,
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** One dictation in the list: its text, when and how it was, and what it needs. */
export function HistoryRow({
  row,
  words,
  now,
  isOpen,
  isFocusable,
  doings,
  onOpen,
}: {
  row: Row;
  words: readonly string[];
  now: Date;
  isOpen: boolean;
  isFocusable: boolean;
  doings: SessionDoings;
  onOpen: () => void;
}) {
  const tabIndex = isFocusable ? 0 : -1;
  const offer = offerOf(row, doings);
  return (
    <div class={`row is-${row.status}`}>
      <button
        class="row-main"
        title="Enter copies, Space opens, Delete deletes, Ctrl+Z takes that back"
        tabIndex={tabIndex}
        aria-current={isOpen ? 'true' : undefined}
        onClick={onOpen}
      >
        <span class="row-text" dir="auto">
          {row.excerpt === '' ? (
            <span class="row-wordless">{wordless(row)}</span>
          ) : (
            <Marked text={row.excerpt} words={words} />
          )}
        </span>
        <span class="row-facts">
          <Badge row={row} />
          <span>{momentOf(row.createdAt, now)}</span>
          {row.durationMs !== null && <span>{lengthOf(row.durationMs)}</span>}
          {row.engine !== null && <span>{row.engine}</span>}
        </span>
      </button>
      {offer && (
        <button class="button row-offer" tabIndex={tabIndex} onClick={offer.run}>
          <Icon name={offer.icon} />
          {offer.label}
        </button>
      )}
    </div>
  );
}

/** What a row says about its session at a glance; nothing when all is well. */
export function Badge({ row }: { row: Pick<Row, 'status' | 'isRecovered'> }) {
  const word = statusWords[row.status];
  return (
    <>
      {word !== null && <span class={`badge is-${row.status}`}>{word}</span>}
      {row.isRecovered && <span class="badge">Recovered</span>}
    </>
  );
}

function wordless({ status, problem, label }: Row): string {
  if (status === 'failed') return problem ?? 'It failed.';
  if (status === 'cancelled') return 'Cancelled before it became text.';
  if (status === 'done') return 'Nothing was said.';
  return label ?? '…';
}

function offerOf({ id, status, hasAudio }: Row, { retry, undo }: SessionDoings) {
  if (status === 'failed' && hasAudio)
    return { label: 'Retry', icon: 'retry', run: () => retry(id) } as const;
  if (status === 'cancelled') return { label: 'Undo', icon: 'undo', run: () => undo(id) } as const;
  return null;
}
