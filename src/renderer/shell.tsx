import { useApp, type Page } from './app-context.ts';
import { useCell } from './cell.ts';
import { EnginesPage } from './engines/engines-page.tsx';
import { FirstRunPage } from './first-run/first-run-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
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
  const { page } = useApp();
  const current = useCell(page);
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
  const { page, info } = useApp();
  const isSetUp = useCell(info)?.is_set_up ?? true;
  const all = isSetUp ? places : [...places, firstSteps];
  return (
    <nav class="places" aria-label="Pages">
      {all.map(([place, label, icon]) => (
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
