import type { EventData } from '../../protocol/events.ts';
import type { ModelName } from '../../protocol/model.ts';
import type { Parts } from '../parts.ts';
import type { Methods } from './methods.ts';

type Model =
  | 'list_models'
  | 'download_model'
  | 'cancel_download'
  | 'remove_model'
  | 'verify_model'
  | 'use_model';

/** The requests about models. `changed` hears the settings that have another value now. */
export function modelMethods(
  {
    models,
    engines,
    feed,
    log,
    settings,
    settingsFile,
  }: Pick<Parts, 'models' | 'engines' | 'feed' | 'log' | 'settings' | 'settingsFile'>,
  changed: (keys: readonly string[]) => void,
): Methods<Model> {
  const tell = (progress: EventData['model_progress']) => {
    const { name, stage, error } = progress;
    feed.announce('model_progress', progress);
    // Progress is not kept for who comes back; a line of the log is.
    if (error && error.code !== 'cancelled') log.write('warn', `model ${name}: ${error.message}`);
    if (stage === 'done') feed.announce('models_changed', { name, installed: true });
  };
  return {
    list_models() {
      const now = settings();
      const refused = new Map(engines.refused().map(({ name, problem }) => [name, problem]));
      const listed = models.list(now.engines.local.model, now).map((one) => ({
        ...one,
        problem: one.problem ?? refused.get(one.name) ?? null,
      }));
      return { type: 'model_list', folder: models.folder, models: listed };
    },
    async download_model({ name }, caller) {
      const downloaded = models.download(name, tell);
      // Whoever says no more than this still wants to hear how it ends.
      caller.keepUntil(downloaded.catch(() => {}));
      const { path, receipt } = await downloaded;
      const { sha256, checksum } = receipt;
      log.write('info', `model ${name}: downloaded, SHA-256 ${sha256} (${checksum})`);
      return { type: 'model_downloaded', name, path, sha256, checksum };
    },
    async cancel_download({ name }) {
      await models.cancel(name);
      return { type: 'download_cancelled', name };
    },
    async remove_model({ name }) {
      await models.remove(name);
      feed.announce('models_changed', { name, installed: false });
      log.write('info', `model ${name}: removed`);
      return { type: 'model_removed', name };
    },
    async verify_model({ name }) {
      const verdict = await models.verify(name);
      engines.forgive();
      return { type: 'model_verified', name, ...verdict };
    },
    async use_model({ name }: ModelName) {
      models.requireRecogniser(name);
      const { engine } = settingsFile.current;
      const keys = [...(await settingsFile.set('engines.local.model', name))];
      // Whoever leaves the choice to whis gets the local engine first anyway.
      if (engine !== 'auto' && engine !== 'local')
        keys.push(...(await settingsFile.set('engine', 'local')));
      changed(keys);
      return { type: 'model_used', name };
    },
  };
}
