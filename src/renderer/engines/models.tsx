import { ModelRow } from './model-row.tsx';
import { recommended } from './recommended.ts';
import type { ModelShelf } from './use-models.ts';

/** The models that there are and those that can be had. */
export function Models({ shelf }: { shelf: ModelShelf }) {
  const { models, problem, progressOf, outcomeOf, work } = shelf;
  if (problem !== null) return <p class="field-error">{problem}</p>;
  const [best] = recommended(models);
  return (
    <section class="group" aria-labelledby="models-title">
      <h2 id="models-title">Models for this machine</h2>
      <p class="models-help">
        One is fetched only when you say so. What you dictate with it stays here.
      </p>
      <ul class="models">
        {models.map((model) => (
          <ModelRow
            key={model.name}
            model={model}
            isRecommended={model === best}
            progress={progressOf(model)}
            outcome={outcomeOf(model.name)}
            onDoing={(doing) => work(model.name, doing)}
          />
        ))}
      </ul>
    </section>
  );
}
