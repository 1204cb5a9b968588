import { useEffect, useState } from 'preact/hooks';

import type { EventData } from '../../protocol/events.ts';
import type { ListedModel } from '../../protocol/model.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Refusal, sentenceOf, type Ask } from '../refusal.ts';
import { helperKinds } from './recommended.ts';

/** What a person can have done with a model. */
export type ModelDoing = 'download' | 'cancel' | 'use' | 'verify' | 'remove';

/** What became of the last of it. */
export interface Outcome {
  readonly isGood: boolean;
  readonly text: string;
}

/** How far a download is. */
export type Progress = Pick<
  EventData['model_progress'],
  'stage' | 'received_bytes' | 'total_bytes' | 'bytes_per_second' | 'retry'
>;

/** The models that there are and those that can be had, and what is done with them. */
export interface ModelShelf {
  readonly models: readonly ListedModel[];
  /** Why they cannot be told; null when they are. */
  readonly problem: string | null;
  /** Null when no download of it goes on. */
  readonly progressOf: (model: ListedModel) => Progress | null;
  readonly outcomeOf: (name: string) => Outcome | null;
  readonly work: (name: string, doing: ModelDoing) => void;
}

/** Keeps the models in a component. `onVerified`: a model that was refused may be tried again now. */
export function useModels(onVerified: () => void): ModelShelf {
  const { ask, view } = useApp();
  const downloads = usePart(view, (now) => now.downloads);
  const settingsChanges = usePart(view, (now) => now.settingsChanges);
  const modelsChanges = usePart(view, (now) => now.modelsChanges);
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
  }, [ask, stages, settingsChanges, modelsChanges, turn]);

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
    if (doing === 'verify') onVerified();
  }

  return {
    models,
    problem,
    progressOf({ name, downloading }) {
      const told = downloads[name];
      const isTold = told !== undefined && told.stage !== 'done' && told.stage !== 'failed';
      if (isTold) return told;
      return downloading && { ...downloading, stage: 'downloading', bytes_per_second: null };
    },
    outcomeOf: (name) => outcomes[name] ?? null,
    work: (name, doing) => void work(name, doing),
  };
}

async function perform(ask: Ask, name: string, doing: ModelDoing): Promise<Outcome | null> {
  switch (doing) {
    case 'download': {
      const { checksum } = await ask('download_model', { name });
      const { models } = await ask('list_models', {});
      const learnt = 'Its publisher gives no checksum: that of this download holds from now on. ';
      const text = `${checksum === 'publisher' ? '' : learnt}${inUseWords(name, models)}`;
      return { isGood: true, text };
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

/** Says, after a download, which model is in use now, and how to choose. */
function inUseWords(name: string, models: readonly ListedModel[]): string {
  const inUse = models.find((model) => model.in_use);
  if (inUse?.name === name)
    return 'In use from the next dictation on. Another one is chosen with its button “Use”.';
  const kind = models.find((model) => model.name === name)?.kind ?? '';
  const now =
    inUse === undefined ? 'Installed; none is in use.' : `Installed; ${inUse.title} stays in use.`;
  return Object.hasOwn(helperKinds, kind) ? now : `${now} Choose this one with “Use”.`;
}
