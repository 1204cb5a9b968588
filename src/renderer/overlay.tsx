import './style/overlay.css';

import { render } from 'preact';

import { Cell } from './cell.ts';
import { Connection, type PageMessage } from './connection.ts';
import { levelOf, type Level } from './level.ts';
import { Pill } from './overlay/pill.tsx';
import { Sounds } from './overlay/sounds.ts';
import { emptyView, reduce, type View } from './store.ts';

const view = new Cell<View>(emptyView);
const level = new Cell<Level | null>(null);
const sounds = new Sounds();
const connection = new Connection(window.whis, {
  topics: ['status', 'sessions', 'partials', 'levels'],
  tell: hear,
  // What is wrong is told in the window: the overlay takes no focus and has no room.
  failed: () => {},
});
const { ask } = connection;

render(<Pill view={view} level={level} ask={ask} />, document.body);
void connection.open();

function hear(message: PageMessage): void {
  switch (message.type) {
    case 'go':
    case 'shortcut':
      return undefined;
    case 'sound':
      return sounds.play(message.sound);
    case 'event':
      if (message.event === 'level') level.set(levelOf(message));
      return view.set(reduce(view.value, message));
    case 'snapshot':
      return view.set(reduce(view.value, message));
  }
}
