import './style/app.css';

import { render } from 'preact';

import type { AppInfo } from '../protocol/window.ts';
import { AppContextProvider, type AppContext, type Page } from './app-context.ts';
import { Cell } from './cell.ts';
import { Connection, type PageMessage } from './connection.ts';
import { History } from './history/history.ts';
import { levelOf, type Level } from './level.ts';
import { sentenceOf } from './refusal.ts';
import { Shell } from './shell.tsx';
import { emptyView, reduce, withHotkey, type View } from './store.ts';
import { Toasts } from './toasts.ts';

const view = new Cell<View>(emptyView);
const level = new Cell<Level | null>(null);
const page = new Cell<Page>('history');
const sought = new Cell('');
const info = new Cell<AppInfo | null>(null);
const toasts = new Toasts();
const connection = new Connection(window.whis, {
  topics: ['status', 'sessions', 'partials', 'levels'],
  tell: hear,
  failed: (sentence) => toasts.fail(sentence),
});
const { ask } = connection;
const history = new History(ask);

const app: AppContext = {
  ask,
  view,
  level,
  history,
  toasts,
  page,
  sought,
  info,
  seek(words) {
    sought.set(words);
    page.set('settings');
  },
  async attempt(work) {
    try {
      return await work();
    } catch (thrown) {
      toasts.fail(sentenceOf(thrown));
      return null;
    }
  },
};

render(
  <AppContextProvider value={app}>
    <Shell />
  </AppContextProvider>,
  document.body,
);
history.search('');
void connection.open();
void app.attempt(async () => {
  const told = await ask('app_info', {});
  info.set(told);
  if (!told.is_set_up) page.set('first_run');
});

function hear(message: PageMessage): void {
  switch (message.type) {
    case 'go':
      sought.set('');
      return page.set(message.page);
    case 'sound':
      // The overlay's page plays it: it is there whenever whis is.
      return undefined;
    case 'shortcut':
      return view.set(withHotkey(view.value, message.hotkey));
    case 'event':
      if (message.event === 'level') level.set(levelOf(message));
      else history.follow(message);
      return view.set(reduce(view.value, message));
    case 'snapshot':
      return view.set(reduce(view.value, message));
  }
}
