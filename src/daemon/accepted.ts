import type { Verdict } from '../core/machine.ts';
import { WhisError } from '../protocol/errors.ts';

/** A verdict as whoever asked is answered: what the machine did not do is thrown, with its reason. */
export function accepted(verdict: Verdict): Verdict & { verdict: 'done' } {
  if (verdict.verdict === 'done') return verdict;
  if (verdict.verdict === 'refused') throw new WhisError(verdict.code, verdict.message);
  throw new WhisError('busy', verdict.reason);
}
