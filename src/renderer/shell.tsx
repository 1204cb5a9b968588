import { useEffect } from 'preact/hooks';

import { useApp, type AppContext, type Page } from './app-context.ts';
import { useCell } from './cell.ts';
import { EnginesPage } from './engines/engines-page.tsx';
import { FirstRunPage } from './first-run/first-run-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { sessionDoings } from './history/session-doings.ts';
import { Announcer } from './parts/announcer.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { ToastList } from './parts/toast-list.tsx';
import { SettingsPage } from './settings/settings-page.tsx';

const places: readonly (readonly [Page, string, IconName])[] = [
  ['history', 'Dictations', 'home'],
  ['engines', 'Engines', 'engine'],
  ['settings', 'Settings', 'settings'],
];

/** The way back, as long as the first steps are not done. */
const firstSteps = ['first_run', 'First steps', 'check'] as const;

/** The window: the way between the pages, and the page. */
export function Shell() {
  const app = useApp();
  const current = useCell(app.page);
  useEffect(() => listenForUndo(app), [app]);
  return (
    <div class={current === 'first_run' ? 'shell is-alone' : 'shell'}>
      {current !== 'first_run' && <Places current={current} />}
      <main class="page" id="page">
        <CurrentPage page={current} />
      </main>
      <ToastList />
      <Announcer />
    </div>
  );
}

/** Ctrl+Z and ⌘Z take back a delete, from the list and from its message; the result ends it. */
function listenForUndo(app: AppContext): () => void {
  const press = (event: KeyboardEvent) => {
    const isHeld = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isHeld || event.key.toLowerCase() !== 'z') return;
    const at = event.target as HTMLElement;
    // In a field it takes back what was typed.
    if (at.matches('input, textarea')) return;
    if (app.page.value !== 'history' && !at.closest('.toasts')) return;
    event.preventDefault();
    sessionDoings(app).undoDelete();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}

function CurrentPage({ page }: { page: Page }) {
  switch (page) {
    case 'history':
      return <HistoryPage />;
    case 'engines':
      return <EnginesPage />;
    case 'settings':
      return <SettingsPage />;
    case 'first_run':
      return <FirstRunPage />;
  }
}

function Places({ current }: { current: Page }) {
  const { page, info, sought } = useApp();
  const isSetUp = useCell(info)?.is_set_up ?? true;
  const all = isSetUp ? places : [...places, firstSteps];
  return (
    <nav class="places" aria-label="Pages">
      {all.map(([place, label, icon]) => (
        <button
          key={place}
          class="place"
          aria-current={place === current ? 'page' : undefined}
          onClick={() => {
            sought.set('');
            page.set(place);
          }}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
