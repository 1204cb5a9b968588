import type { Exit } from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';

/** What the engine's child was doing when it failed. */
export type Stage = 'load' | 'transcribe' | 'listen';

/** How much of what the recogniser says about a failure is told. */
const longestProblem = 600;

/** The deadline of this stage has passed. `engine_timeout`. */
export function timeout(model: string, stage: Stage, deadlineMs: number): WhisError {
  const within = `within ${deadlineMs / 1000} s and was ended`;
  switch (stage) {
    case 'load':
      return new WhisError(
        'engine_timeout',
        `The local engine did not load the model “${model}” ${within}. Try again, choose a smaller model, or give it more time: whis config set deadlines.engine_start_seconds.`,
      );
    case 'transcribe':
      return new WhisError(
        'engine_timeout',
        `The local engine with model “${model}” gave no text ${within}. Try again, or choose a smaller model or another engine.`,
      );
    case 'listen':
      return new WhisError(
        'engine_timeout',
        `The local engine with model “${model}” did not keep up with what was spoken ${within}. Try again, or choose a smaller model or another engine.`,
      );
  }
}

/** The child ended by itself, or somebody else ended it. `engine_failed`. */
export function death(model: string, stage: Stage, { code, signal, stderr }: Exit): WhisError {
  const how = signal === null ? `exit code ${code}` : signal;
  const words = stderr.slice(-longestProblem / 2).trim();
  const said = words === '' ? '' : ` Its last words: ${words}`;
  // The system's way to make room is SIGKILL.
  const guess = signal === 'SIGKILL' ? 'Did the memory run out?' : 'Is the model damaged?';
  return failure(model, stage, `its process ended (${how}). ${guess}${said}`);
}

/** The engine was closed in the middle of its work. `engine_failed`. */
export function letGo(model: string): WhisError {
  return new WhisError(
    'engine_failed',
    `The local engine with model “${model}” was closed while it transcribed. Try again.`,
  );
}

/** The child has said what is wrong. `engine_failed`. */
export function failure(model: string, stage: Stage, problem: string): WhisError {
  const line = problem
    .replace(/\s+/g, ' ')
    .slice(0, longestProblem)
    .replace(/[. ]+$/, '');
  const stop = line.endsWith('?') ? '' : '.';
  const advice =
    stage === 'load'
      ? 'Install the model again, or choose another one; “whis doctor” lets it be tried again.'
      : 'Try again, install the model again, or choose another engine.';
  const what = stage === 'load' ? 'could not load it' : 'failed';
  return new WhisError(
    'engine_failed',
    `The local engine with model “${model}” ${what}: ${line}${stop} ${advice}`,
  );
}
