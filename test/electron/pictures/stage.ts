import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Page } from 'playwright';

import { startAudioServer, type AudioServer } from '../../fixtures/audio-server.ts';
import { makeHome } from '../home.ts';
import { launch, type Launched } from '../launch.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const cli = join(root, 'dist/cli/whis.cjs');

/** What somebody could have dictated, oldest first. */
const dictated = [
  'Ask the landlord whether the heating will be mended before the weekend.',
  'Buy oat milk, two lemons and a bag of coffee beans on the way home.',
  'The release notes are done. Please read the part about the new settings once more.',
  'Idea for the talk: begin with the recording that was lost, and end with the one that was not.',
  'Could we move our call to half past three? My train is late again.',
  'In the review I would split the function where it waits for the first frame.',
  'Thank you for the quick answer. I will try it on the other machine tomorrow.',
  'Remember to water the plants on Thursday.',
  'The test fails only when the disk is full, so let us fill it on purpose.',
  'Write to the printer: the blue is too dark, everything else is perfect.',
];

/** The running tray app in a home of its own, with a sound server whose microphone hears what is played. */
export class Stage {
  readonly app: Launched;
  readonly page: Page;
  readonly audio: AudioServer;
  readonly #home: string;

  private constructor({
    app,
    page,
    audio,
    home,
  }: {
    app: Launched;
    page: Page;
    audio: AudioServer;
    home: string;
  }) {
    this.app = app;
    this.page = page;
    this.audio = audio;
    this.#home = home;
  }

  /** Builds nothing: the app must be built. With `isNew` it is the first start, without a history. */
  static async open({ isNew = false } = {}): Promise<Stage> {
    const home = await mkdtemp(join(tmpdir(), 'whis-pictures-'));
    const audio = await startAudioServer();
    const folders = await makeHome(home);
    // As the system's own does when somebody draws tray icons.
    await mkdir(join(home, 'bin'));
    await writeFile(join(home, 'bin/busctl'), '#!/bin/sh\necho "b true"\n', { mode: 0o755 });
    const env = { ...folders, ...audio.env, PATH: `${join(home, 'bin')}:${folders['PATH'] ?? ''}` };
    if (!isNew) {
      await mkdir(join(home, 'state/whis/electron'), { recursive: true, mode: 0o700 });
      await writeFile(
        join(home, 'state/whis/electron/app.json'),
        JSON.stringify({ is_set_up: true }),
      );
      await speakAll(home, env);
    }
    await settings(home, { engines: { command: { preset: 'pocketsphinx' } } });
    const app = await launch(join(root, 'dist/main/main.mjs'), { home, env });
    const page = await app.page('/index.html');
    page.setDefaultTimeout(20_000);
    return new Stage({ app, page, audio, home });
  }

  /** The desktop's theme, which the window follows. */
  async paint(theme: 'light' | 'dark'): Promise<void> {
    await this.app.app.evaluate(({ nativeTheme }, theme) => {
      nativeTheme.themeSource = theme;
    }, theme);
    await this.page.waitForFunction(
      (theme) => matchMedia(`(prefers-color-scheme: ${theme})`).matches,
      theme,
    );
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.audio.close();
    await rm(this.#home, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function settings(home: string, settings: object): Promise<void> {
  await mkdir(join(home, 'config/whis'), { recursive: true });
  await writeFile(join(home, 'config/whis/settings.json'), JSON.stringify(settings));
}

/** Fills the history: each sentence is spoken into a file, and transcribed by a program that knows it. */
async function speakAll(home: string, env: Readonly<Record<string, string>>): Promise<void> {
  const sentence = join(home, 'sentence.txt');
  await settings(home, {
    engine: 'command',
    engines: { command: { argv: ['sh', '-c', `cat '${sentence}'`, '{file}'] } },
    output: [],
  });
  const whis = (...args: string[]) => run(process.execPath, [cli, ...args], { env });
  for (const text of dictated) {
    const speech = join(home, 'speech.wav');
    await run('flite', ['-voice', 'awb', '-t', text, '-o', speech]);
    await writeFile(sentence, text);
    await whis('transcribe', speech);
  }
  await whis('stop');
}
