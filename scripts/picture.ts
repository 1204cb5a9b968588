import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { draw } from './picture/draw.ts';
import { recordTerminal } from './picture/record.ts';
import { readScreen } from './picture/screen.ts';
import { blocksOf } from './picture/blocks.ts';

/**
 * Draws docs/images/demo.svg: runs the demo in a terminal and draws a part of what it printed there.
 * Needs what `npm run demo` needs, and util-linux's `script`. Run it after a change of what is shown.
 */
const root = join(import.meta.dirname, '..');
const path = join(root, 'docs/images/demo.svg');

/** Wide enough for the demo's sentence, which is not cut then. */
const columns = 98;

/** What is worth a picture: the command, and which one of that name. */
const shown: readonly (readonly [command: string, which: number])[] = [
  ['whis status', 1],
  ['whis toggle', 2],
  ['whis status | head -1', 2],
  ['whis toggle', 3],
  ['cat said.txt', 1],
  ['whis search clipboard', 1],
];

const pieces = await recordTerminal([process.execPath, join(root, 'scripts/demo.ts')], columns);
const blocks = blocksOf(readScreen(pieces));
const chosen = shown.map(([command, which]) => {
  const block = blocks.filter((one) => one.command === command)[which - 1];
  if (!block) throw new Error(`The demo does not show “${command}” ${which} times any more.`);
  return block;
});
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, draw(chosen, columns));
