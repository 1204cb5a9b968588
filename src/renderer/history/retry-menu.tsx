import { useEffect, useState } from 'preact/hooks';

import type { Session } from '../../protocol/session.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { engineNames, engines } from '../engines/engine-names.ts';
import { Menu, type MenuGroup } from '../parts/menu.tsx';
import type { SessionDoings } from './session-doings.ts';

/** What `--preset` takes for a text without one. */
const noPreset = 'none';

/** Makes text of a dictation once more: from its audio by an engine, or from what was said by a preset. */
export function RetryMenu({ session, doings }: { session: Session; doings: SessionDoings }) {
  const { id, audio_path: audio, raw_text: said, preset: used } = session;
  const presets = usePresets();
  const byEngine: MenuGroup = {
    title: 'Engine',
    entries: [
      { label: 'The usual one', run: () => doings.retry(id) },
      ...engines.map((engine) => ({
        label: engineNames[engine],
        run: () => doings.retry(id, { engine }),
      })),
    ],
  };
  const byPreset: MenuGroup = {
    title: 'Preset',
    // A preset of that name could not be asked for: the word means that there is to be none.
    entries: [...new Set([...presets, noPreset])].map((preset) => ({
      label: preset === noPreset ? 'None: as it was said' : preset,
      ...((used ?? noPreset) === preset && { hint: 'used last' }),
      run: () => doings.retry(id, { preset }),
    })),
  };
  const hasPresets = presets.length > 0 && (audio !== null || said !== null);
  const groups = [...(audio === null ? [] : [byEngine]), ...(hasPresets ? [byPreset] : [])];
  return groups.length === 0 ? null : <Menu label="Retry" icon="retry" groups={groups} />;
}

/** Names of the presets that there are. */
function usePresets(): readonly string[] {
  const { ask, attempt, view } = useApp();
  const changes = usePart(view, ({ settingsChanges }) => settingsChanges);
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isWanted = true;
    void attempt(async () => {
      const { settings } = await ask('get_settings', {});
      if (isWanted) setNames(settings.presets.map(({ name }) => name));
    });
    return () => {
      isWanted = false;
    };
  }, [ask, attempt, changes]);
  return names;
}
