import { takes } from '../loud.ts';

type Plain = [];

/** What a window emits. */
export const windowEvents = {
  blur: takes<Plain>(),
  close: takes<[event: Electron.Event]>(),
  closed: takes<Plain>(),
  focus: takes<Plain>(),
  hide: takes<Plain>(),
  minimize: takes<Plain>(),
  move: takes<Plain>(),
  moved: takes<Plain>(),
  'ready-to-show': takes<Plain>(),
  resize: takes<Plain>(),
  resized: takes<Plain>(),
  restore: takes<Plain>(),
  show: takes<Plain>(),
};
