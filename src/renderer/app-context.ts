import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { AppInfo } from '../protocol/window.ts';
import type { Cell } from './cell.ts';
import type { History } from './history/history.ts';
import type { Level } from './level.ts';
import type { Ask } from './refusal.ts';
import type { View } from './store.ts';
import type { Toasts } from './toasts.ts';

/** The pages of the window. */
export type Page = 'history' | 'engines' | 'settings' | 'first_run';

/** What every component can reach. */
export interface AppContext {
  readonly ask: Ask;
  readonly view: Cell<View>;
  /** The newest level, of a dictation or of a microphone's test. */
  readonly level: Cell<Level | null>;
  readonly history: History;
  readonly toasts: Toasts;
  readonly page: Cell<Page>;
  /** The words of the setting that is looked for; empty for all of them. */
  readonly sought: Cell<string>;
  /** Goes to the settings that have these words. */
  readonly seek: (words: string) => void;
  /** Null until the app has told. */
  readonly info: Cell<AppInfo | null>;
  /** Does something, and tells the person when it is refused: the result is null then. */
  readonly attempt: <Result>(work: () => Promise<Result>) => Promise<Result | null>;
}

const Context = createContext<AppContext | null>(null);

/** Gives all below it the app's context. */
export const AppContextProvider = Context.Provider;

/** The app's context, in a component. */
export function useApp(): AppContext {
  const context = useContext(Context);
  if (context === null) throw new Error('This component is not in the app.');
  return context;
}
