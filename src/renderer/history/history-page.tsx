import { useState } from 'preact/hooks';

import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Notices } from '../stage/notices.tsx';
import { Stage } from '../stage/stage.tsx';
import { HistoryList } from './history-list.tsx';
import { SearchField } from './search-field.tsx';
import { SessionDetail } from './session-detail.tsx';

/** The first page: what is going on, and what was said. */
export function HistoryPage() {
  const { history, ask, attempt } = useApp();
  const list = useCell(history.list);
  const [openId, open] = useState<string | null>(null);
  const close = () => {
    open(null);
    // The list may have been covered until now.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.row-main[tabindex="0"]')?.focus(),
    );
  };
  const isEmpty = list.isLoaded && list.rows.length === 0;
  return (
    <div
      class={openId === null ? 'home' : 'home has-detail'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && openId !== null) close();
      }}
    >
      <div class="home-main">
        <Stage />
        <Notices />
        <div class="home-tools">
          <SearchField />
          <button
            class="button"
            aria-label="Transcribe a sound file"
            title="Transcribe a sound file"
            onClick={() => void attempt(() => ask('app_transcribe_file', {}))}
          >
            <Icon name="file" />
          </button>
        </div>
        {list.problem !== null && <Trouble sentence={list.problem} />}
        {isEmpty && list.problem === null ? (
          <Nothing query={list.query} />
        ) : (
          <HistoryList openId={openId} onOpen={open} />
        )}
      </div>
      {openId !== null && <SessionDetail id={openId} onClose={close} />}
    </div>
  );
}

function Trouble({ sentence }: { sentence: string }) {
  const { history } = useApp();
  return (
    <div class="notice is-bad" role="alert">
      <Icon name="warning" />
      <p>The history cannot be read: {sentence}</p>
      <button class="button" onClick={() => history.search(history.list.value.query)}>
        Try again
      </button>
    </div>
  );
}

function Nothing({ query }: { query: string }) {
  return (
    <div class="nothing">
      <Icon name={query === '' ? 'mic' : 'search'} />
      {query === '' ? (
        <>
          <h2>No dictations yet</h2>
          <p>What you say appears here, and on your clipboard.</p>
        </>
      ) : (
        <>
          <h2>No dictation has these words</h2>
          <p>Every word must be there; the last may be a beginning.</p>
        </>
      )}
    </div>
  );
}
