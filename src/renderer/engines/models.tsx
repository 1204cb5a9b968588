import { useEffect, useState } from 'preact/hooks';

import type { ListedModel } from '../../protocol/requests.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Refusal, sentenceOf, type Ask } from '../refusal.ts';
import { ModelRow, type ModelDoing, type Outcome } from './model-row.tsx';

/** The models that there are and those that can be had. `onChange`: the engines may be others now. */
export function Models({ onChange }: { onChange: () => void }) {
  const { ask, view } = useApp();
  const downloads = usePart(view, (now) => now.downloads);
  const settingsChanges = usePart(view, (now) => now.settingsChanges);
  const [models, setModels] = useState<readonly ListedModel[]>([]);
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome | null>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  // Read again whenever one comes to another stage: the daemon knows what that means.
  const stages = Object.values(downloads)
    .map(({ name, stage }) => `${name} ${stage}`)
    .join();
  useEffect(() => {
    let isWanted = true;
    ask('list_models', {}).then(
      (reply) => isWanted && setModels(reply.models),
      (thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [ask, stages, settingsChanges, turn]);

  const tell = (name: string, outcome: Outcome | null) =>
    setOutcomes((before) => ({ ...before, [name]: outcome }));

  async function work(name: string, doing: ModelDoing): Promise<void> {
    tell(name, null);
    try {
      const asked = perform(ask, name, doing);
      // It is told that it goes on before it is over.
      if (doing === 'download') setTurn((before) => before + 1);
      tell(name, await asked);
    } catch (thrown) {
      const isCancelled = thrown instanceof Refusal && thrown.code === 'cancelled';
      if (!isCancelled) tell(name, { isGood: false, text: sentenceOf(thrown) });
    }
    setTurn((before) => before + 1);
    onChange();
  }

  if (problem !== null) return <p class="field-error">{problem}</p>;
  return (
    <section class="group" aria-labelledby="models-title">
      <h2 id="models-title">Models for this machine</h2>
      <p class="models-help">
        One is fetched only when you say so. What you dictate with it stays here.
      </p>
      <ul class="models">
        {models.map((model) => {
          const { name, downloading } = model;
          const told = downloads[name];
          const isTold = told !== undefined && told.stage !== 'done' && told.stage !== 'failed';
          const stage = 'downloading' as const;
          return (
            <ModelRow
              key={name}
              model={model}
              progress={isTold ? told : downloading && { ...downloading, stage }}
              outcome={outcomes[name] ?? null}
              onDoing={(doing) => void work(name, doing)}
            />
          );
        })}
      </ul>
    </section>
  );
}

async function perform(ask: Ask, name: string, doing: ModelDoing): Promise<Outcome | null> {
  switch (doing) {
    case 'download': {
      const { checksum } = await ask('download_model', { name });
      return checksum === 'publisher'
        ? null
        : {
            isGood: true,
            text: 'Its publisher gives no checksum: that of this download holds from now on.',
          };
    }
    case 'cancel':
      await ask('cancel_download', { name });
      return { isGood: true, text: 'Cancelled. What has come is kept for the next time.' };
    case 'use':
      await ask('use_model', { name });
      return null;
    case 'remove':
      await ask('remove_model', { name });
      return null;
    case 'verify': {
      const { ok, problem } = await ask('verify_model', { name });
      return { isGood: ok, text: problem ?? 'Every file is what was installed.' };
    }
  }
}
