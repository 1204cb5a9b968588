import { constants } from 'node:os';

import { Home } from './demo/home.ts';
import { findRecogniser } from './demo/recogniser.ts';
import { Stage } from './demo/stage.ts';
import { tell } from './demo/story.ts';

/**
 * `npm run demo`: a whole dictation with the real program, in a home of its own; no microphone, display
 * or network is needed. Exits with 0 only when the text is what was said (two words may be wrong), and
 * leaves no process and no file behind, also after Ctrl-C (130).
 */
const stage = new Stage(process.stdout);
const ending = new AbortController();
let home: Home | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second signal does not wait for an orderly end.
    if (ending.signal.aborted) {
      home?.removeNow();
      process.exit(128 + constants.signals[signal]);
    }
    process.exitCode = 128 + constants.signals[signal];
    ending.abort();
  });
}
// `npm run demo | head -1`: whoever reads has read enough.
process.stdout.on('error', () => ending.abort());

try {
  const recogniser = await findRecogniser();
  home = await Home.make(recogniser, ending.signal);
  if (!(await tell(home, stage))) process.exitCode = 1;
} catch (error) {
  stage.closeLine();
  if (!ending.signal.aborted) {
    process.exitCode = 1;
    stage.complain(error instanceof Error ? error.message : String(error));
    if (home?.said) stage.complain(`The daemon said:\n${home.said}`);
  }
} finally {
  const left = (await home?.close()) ?? [];
  if (left.length > 0 && !ending.signal.aborted) {
    process.exitCode = 1;
    stage.complain(`Processes were left running, and had to be killed: ${left.join(', ')}.`);
  }
}
