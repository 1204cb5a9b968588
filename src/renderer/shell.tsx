import { useApp, type Page } from './app-context.ts';
import { useCell } from './cell.ts';
import { HistoryPage } from './history/history-page.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Icon, type IconName } from './parts/icon.tsx';
import { ToastList } from './parts/toast-list.tsx';

const places: readonly (readonly [Page, string, IconName])[] = [
  ['history', 'Dictations', 'home'],
  ['engines', 'Engines', 'engine'],
  ['settings', 'Settings', 'settings'],
];

/** The window: the way between the pages, and the page. */
export function Shell() {
  const { page } = useApp();
  const current = useCell(page);
  return (
    <div class="shell">
      {current !== 'first_run' && <Places current={current} />}
      <main class="page" id="page">
        <HistoryPage />
      </main>
      <ToastList />
      <Announcer />
    </div>
  );
}

function Places({ current }: { current: Page }) {
  const { page } = useApp();
  return (
    <nav class="places" aria-label="Pages">
      {places.map(([place, label, icon]) => (
        <button
          key={place}
          class="place"
          aria-current={place === current ? 'page' : undefined}
          onClick={() => page.set(place)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
