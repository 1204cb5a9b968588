import { useEffect, useRef, useState } from 'preact/hooks';

import type { ExportFormat } from '../../protocol/requests.ts';
import type { Delivered, Session } from '../../protocol/session.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { sentenceOf } from '../refusal.ts';
import { dateOf, lengthOf } from '../time.ts';
import { Badge } from './history-row.tsx';
import { Player } from './player.tsx';
import { RetryMenu } from './retry-menu.tsx';
import { sessionDoings, type SessionDoings } from './session-doings.ts';
import { TimingsBar } from './timings-bar.tsx';

const formats: readonly (readonly [ExportFormat, string, string])[] = [
  ['txt', 'Text', '.txt'],
  ['md', 'Markdown', '.md'],
  ['json', 'Everything known', '.json'],
  ['srt', 'Subtitles', '.srt'],
  ['vtt', 'Web subtitles', '.vtt'],
];

/** One dictation in full: its text, its sound, what was done with it and what can be. */
export function SessionDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const app = useApp();
  // The row is another object whenever the session has changed.
  const row = usePart(app.history.list, ({ rows }) => rows.find((one) => one.id === id));
  const [session, setSession] = useState<Session | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let isWanted = true;
    app.ask('get_session', { session_id: id }).then(
      (told) => {
        if (!isWanted) return;
        setSession(told.session);
        setProblem(null);
      },
      (thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [app, id, row]);
  useEffect(() => {
    // Where it lies over the list, what had the focus is covered.
    if (matchMedia('(width < 900px)').matches) back.current?.focus();
  }, []);
  const shown = session?.id === id ? session : null;
  return (
    <section class="detail" aria-labelledby="detail-title">
      <header class="detail-head">
        <button
          ref={back}
          class="button is-bare detail-close"
          aria-label="Close the dictation"
          onClick={onClose}
        >
          <Icon name="back" />
          <Icon name="close" />
        </button>
        <h2 id="detail-title">{shown ? dateOf(shown.created_at) : '…'}</h2>
        {shown && <Badge row={{ status: shown.status, isRecovered: shown.recovered }} />}
      </header>
      {problem !== null && <p class="field-error">{problem}</p>}
      {shown && <Body session={shown} doings={sessionDoings(app)} onClose={onClose} />}
    </section>
  );
}

function Body({
  session,
  doings,
  onClose,
}: {
  session: Session;
  doings: SessionDoings;
  onClose: () => void;
}) {
  const { id, text, error, audio_path: audio, duration_ms: durationMs } = session;
  const hasText = text !== null && text !== '';
  const isBusy = session.status === 'recording' || session.status === 'transcribing';
  return (
    <div class="detail-body">
      <div class="detail-doings" role="toolbar" aria-label="What can be done with it">
        {hasText && (
          <button class="button is-main" onClick={() => doings.copy(id)}>
            <Icon name="copy" />
            Copy
          </button>
        )}
        {session.status === 'cancelled' && (
          <button class="button is-main" onClick={() => doings.undo(id)}>
            <Icon name="undo" />
            Undo
          </button>
        )}
        {!isBusy && <RetryMenu session={session} doings={doings} />}
        {hasText && (
          <Menu
            label="Export"
            icon="export"
            groups={[
              {
                entries: formats.map(([format, label, hint]) => ({
                  label,
                  hint,
                  run: () => doings.exportAs(id, format),
                })),
              },
            ]}
          />
        )}
        {!isBusy && (
          <button
            class="button is-delete"
            onClick={() => {
              onClose();
              doings.remove(id);
            }}
          >
            <Icon name="delete" />
            <span>Delete</span>
          </button>
        )}
      </div>
      {error && (
        <div class="notice is-bad">
          <Icon name="warning" />
          <p>
            {error.message}
            {session.retry_at !== null && ` It is tried again by itself.`}
          </p>
        </div>
      )}
      {hasText ? (
        <p class="detail-text" dir="auto" tabIndex={0} aria-label="Text">
          {text}
        </p>
      ) : (
        <p class="detail-wordless">
          {isBusy ? 'The text comes in a moment.' : 'There is no text.'}
        </p>
      )}
      {audio !== null && durationMs !== null && !isBusy && (
        <Player key={id} id={id} durationMs={durationMs} />
      )}
      <Facts session={session} />
      <TimingsBar timings={session.timings_ms} />
    </div>
  );
}

function Facts({ session }: { session: Session }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Length', session.duration_ms === null ? null : lengthOf(session.duration_ms)],
    ['Words', session.text ? String(session.text.trim().split(/\s+/).length) : null],
    ['Engine', [session.engine, session.model].filter(Boolean).join(', ') || null],
    ['Language', session.language],
    ['Preset', session.preset],
    ['Label', session.label],
    ['Delivered', session.delivered.map(placeOf).join(', ') || null],
    ['Audio', session.audio_path === null && session.ended_at !== null ? 'not kept' : null],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function placeOf({ to, confirmed }: Delivered): string {
  return `${to}${confirmed === true ? ' ✓' : confirmed === false ? ' (not confirmed)' : ''}`;
}
