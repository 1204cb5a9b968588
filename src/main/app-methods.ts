import { app, dialog, shell } from 'electron';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Daemon } from '../daemon/daemon.ts';
import { hostCaller } from '../daemon/host-caller.ts';
import type { Paths } from '../daemon/service.ts';
import { WhisError } from '../protocol/errors.ts';
import { printable, printableText } from '../protocol/printable.ts';
import type { ExportFormat } from '../protocol/requests.ts';
import { version } from '../protocol/version.ts';
import type { AppCalls, Link } from '../protocol/window.ts';
import type { AppState } from './app-state.ts';
import { questionAbout } from './question.ts';

const project = 'https://github.com/whis-app/whis';

/** Every page outside of the app that may be opened: nothing that a text or a page names. */
const links: Readonly<Record<Exclude<Link, 'models_folder' | 'log'>, string>> = {
  manual: `${project}#readme`,
  issues: `${project}/issues`,
  licence: `${project}/blob/main/LICENSE`,
};

const formats: readonly ExportFormat[] = ['txt', 'md', 'json', 'srt', 'vtt'];

/** So many characters of a setting fit into a dialog. */
const mostShown = 1000;

type Method = (params: Readonly<Record<string, unknown>>) => Promise<object>;

/** What the app's methods work with. */
export interface AppMeans {
  readonly daemon: Daemon;
  readonly paths: Paths;
  readonly state: AppState;
  readonly platform: string;
  /** Where secrets are kept, for people. */
  readonly keychain: () => string;
  readonly trayTrouble: () => string | null;
  readonly show: (page: 'history' | 'settings') => void;
  readonly openAtLogin: {
    get: () => Promise<boolean | null>;
    set: (open: boolean) => Promise<void>;
  };
}

/** What a window may ask of the app itself: everything that leaves it goes through a dialog of the system. */
export class AppMethods {
  readonly #methods: { readonly [Call in keyof AppCalls]: Method };

  constructor(means: AppMeans) {
    const { daemon, paths, state } = means;
    const done = { type: 'ok' };
    this.#methods = {
      app_info: async () => ({
        type: 'app_info',
        version,
        platform: means.platform,
        tray_trouble: means.trayTrouble(),
        is_set_up: state.isSetUp,
        opens_at_login: await means.openAtLogin.get(),
        keychain: means.keychain(),
      }),
      app_set_up: async () => {
        state.isSetUp = true;
        return done;
      },
      app_open: async ({ link }) => {
        if (link === 'models_folder') await shell.openPath(paths.models);
        else if (link === 'log') shell.showItemInFolder(paths.daemonLog);
        else await shell.openExternal(linkTo(link));
        return done;
      },
      app_confirm_setting: async ({ key, value }) => confirmSetting(daemon, key, value),
      app_transcribe_file: () => transcribeFile(daemon),
      app_export: ({ session_id: id, format }) => exportSession(daemon, id, format),
      app_login: async ({ open }) => {
        if (typeof open !== 'boolean') throw invalid('open', 'true or false');
        await means.openAtLogin.set(open);
        return done;
      },
      app_show: async ({ page }) => {
        if (page !== 'history' && page !== 'settings') throw invalid('page', 'history or settings');
        means.show(page);
        return done;
      },
      app_quit: async () => {
        setImmediate(() => app.quit());
        return done;
      },
    };
  }

  /** The method of this name; undefined when it is none of the app's own. */
  find(type: string): Method | undefined {
    return Object.hasOwn(this.#methods, type) ? this.#methods[type as keyof AppCalls] : undefined;
  }
}

function linkTo(link: unknown): string {
  const isKnown = typeof link === 'string' && Object.hasOwn(links, link);
  if (!isKnown) throw new WhisError('not_allowed', 'Only pages of whis itself are opened.');
  return links[link as keyof typeof links];
}

async function confirmSetting(daemon: Daemon, key: unknown, value: unknown): Promise<object> {
  if (typeof key !== 'string' || key.length > mostShown) throw invalid('key', 'a short text');
  const { shown, danger } = questionAbout(key, value, daemon.settings());
  // What is agreed to must have been seen, all of it.
  if (shown === '' || shown.length > mostShown) {
    throw invalid('value', `a change of at most ${mostShown} characters; use whis config set`);
  }
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: `Set “${printable(key)}”?`,
    detail: `${printableText(shown)}\n\n${danger}`,
    buttons: ['Cancel', 'Set it'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1) return chosen(false);
  await daemon.call(hostCaller, 'set_setting', { key, value });
  return chosen(true);
}

async function transcribeFile(daemon: Daemon): Promise<object> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Transcribe a sound file',
    properties: ['openFile', 'multiSelections'],
  });
  if (canceled) return chosen(false);
  for (const input_file of filePaths)
    await daemon.call(hostCaller, 'start_session', { input_file });
  return chosen(true);
}

async function exportSession(daemon: Daemon, id: unknown, format: unknown): Promise<object> {
  if (!formats.includes(format as ExportFormat)) throw invalid('format', formats.join(', '));
  const reply = await daemon.call(hostCaller, 'export_session', { session_id: id, format });
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: 'Export the text',
    defaultPath: `whis-${String(id).slice(-8)}.${String(format)}`,
  });
  if (canceled || !filePath) return chosen(false);
  if (!('content' in reply)) throw new WhisError('internal', 'The export has no content.');
  try {
    await writeFile(filePath, reply.content);
  } catch (cause) {
    throw new WhisError(
      'storage_failed',
      `Nothing could be written into ${dirname(filePath)}: ${(cause as Error).message}`,
      { cause },
    );
  }
  return chosen(true);
}

function invalid(field: string, allowed: string): WhisError {
  return new WhisError('invalid_request', `“${field}” must be ${allowed}.`);
}

function chosen(isDone: boolean): object {
  return { type: 'chosen', is_done: isDone };
}
