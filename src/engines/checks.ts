import type { Engine } from '../core/ports.ts';
import type { Check } from '../protocol/requests.ts';
import type { InstalledModel } from './local/models.ts';
import type { Way } from './way.ts';

/**
 * The doctor's lines about engines: which one would be used, each of them, and models that are
 * broken. What is missing is only wrong when there is no engine without it, or when it is to take over.
 */
export function checkEngines({
  chosen,
  ways,
  fallbacks,
  models,
}: {
  /** The engine that the settings mean, or why there is none. */
  readonly chosen: Engine | { readonly problem: string };
  readonly ways: ReadonlyMap<Engine['name'], Way>;
  /** Those that the settings name to take over. */
  readonly fallbacks: readonly Engine['name'][];
  readonly models: readonly InstalledModel[];
}): Check[] {
  const isSettled = 'name' in chosen;
  const first: Check = isSettled
    ? { name: 'engine', ...look(chosen) }
    : {
        name: 'engine',
        ok: false,
        found: chosen.problem.split('\n')[0] ?? '',
        fix: 'Take one of the ways below.',
      };
  const each = Array.from(ways, ([name, way]): Check => {
    if ('engine' in way) return { name: `engine ${name}`, ...look(way.engine) };
    const { missing, fix } = way;
    return isSettled && !fallbacks.includes(name)
      ? { name: `engine ${name}`, ok: true, found: `${missing} Not needed.`, fix: null }
      : { name: `engine ${name}`, ok: false, found: missing, fix };
  });
  const broken = models.flatMap((model): Check[] =>
    'problem' in model
      ? [
          {
            name: `model ${model.name}`,
            ok: false,
            found: model.problem,
            fix: 'Mend it, or install it again.',
          },
        ]
      : [],
  );
  return [first, ...each, ...broken];
}

function look({ name, model, sendsAudioAway, problem = null }: Engine): Omit<Check, 'name'> {
  const where = `audio ${sendsAudioAway ? 'leaves' : 'stays on'} this machine`;
  return problem === null
    ? { ok: true, found: `${name}, ${model}; ${where}`, fix: null }
    : {
        ok: false,
        found: `${name}, ${model}: it is broken.`,
        fix: `See “model ${model}”, or take another model or engine.`,
      };
}
