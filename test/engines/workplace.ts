import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

import type { RecordedAudio, RunningModule } from '../../src/core/ports.ts';
import { bytesOfFrame, durationOfBytes } from '../../src/core/wav.ts';
import { exchange } from '../../src/daemon/exchange.ts';
import { openPrograms, withoutKeys } from '../../src/daemon/programs.ts';
import { openEngines, type Engines, type Timing } from '../../src/engines/index.ts';
import { spawnModule } from '../../src/headless/spawn-module.ts';
import { speakTones, writeWav } from '../fixtures/tones.ts';

/** A signal that nothing aborts. */
export const never = new AbortController().signal;

/** A folder with engines that find their models in it; all of it is gone when the test is over. */
export interface Workplace {
  readonly folder: string;
  readonly modelsFolder: string;
  /** Every child that was started, in order. */
  readonly children: readonly RunningModule[];
  open(options?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly timing?: Partial<Timing>;
    readonly unloadAfterMs?: number;
    /** The module that runs in the child. Default: the real one. */
    readonly child?: string;
  }): Engines;
  /** Records a text in tones. */
  say(text: string): Promise<RecordedAudio>;
  record(samples: Int16Array): Promise<RecordedAudio>;
}

const realChild = resolve(import.meta.dirname, '../../src/engines/local/child.ts');

/** Makes a workplace for the test that runs. */
export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'whis-engines-'));
  const modelsFolder = join(folder, 'models');
  const children: RunningModule[] = [];
  const opened: Engines[] = [];
  let recordings = 0;
  onTestFinished(async () => {
    for (const engines of opened) await engines.close();
    for (const child of children) await child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function record(samples: Int16Array): Promise<RecordedAudio> {
    const path = join(folder, `${++recordings}.wav`);
    await writeWav(path, samples);
    return {
      path,
      durationMs: durationOfBytes(bytesOfFrame(samples).length),
      language: null,
      languages: [],
      words: [],
    };
  }

  return {
    folder,
    modelsFolder,
    children,
    open({ env = {}, child = realChild, ...rest } = {}) {
      const engines = openEngines({
        env,
        modelsFolder,
        exchange,
        programs: openPrograms({ env: { ...process.env, ...env }, platform: process.platform }),
        spawnModule: (name) => {
          const running = spawnModule(name, {
            modulePath: () => child,
            env: withoutKeys(process.env),
          });
          children.push(running);
          return running;
        },
        ...rest,
      });
      opened.push(engines);
      return engines;
    },
    say: (text) => record(speakTones(text)),
    record,
  };
}
