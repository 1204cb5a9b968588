import type { Figure } from './figure.ts';
import { connectionMemory } from './figures/connection-memory.ts';
import { firstFrame } from './figures/first-frame.ts';
import { historyWindow } from './figures/history-window.ts';
import { idle } from './figures/idle.ts';
import { idleMemory } from './figures/idle-memory.ts';
import { longSession } from './figures/long-session.ts';
import { pipelined } from './figures/pipelined.ts';
import { recording } from './figures/recording.ts';
import { roundTrip } from './figures/round-trip.ts';
import { search } from './figures/search.ts';
import { silence } from './figures/silence.ts';
import { statusProcess } from './figures/status-process.ts';
import { stopToText } from './figures/stop-to-text.ts';
import { subscribers } from './figures/subscribers.ts';
import { wordsWrong } from './figures/words-wrong.ts';

/** Everything that is measured, in the order of the table. */
export const figures: readonly Figure[] = [
  statusProcess,
  roundTrip,
  pipelined,
  subscribers,
  idle,
  idleMemory,
  connectionMemory,
  firstFrame,
  stopToText,
  longSession,
  wordsWrong,
  silence,
  search,
  historyWindow,
  recording,
];
