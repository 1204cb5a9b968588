import type { Engine, Programs, SpawnModule } from '../core/ports.ts';
import { asWhisError, WhisError } from '../protocol/errors.ts';
import type { Check } from '../protocol/requests.ts';
import type { EngineChoice, ServiceName, Settings } from '../protocol/settings.ts';
import { checkEngines } from './checks.ts';
import { commandAllowance, commandEngine } from './command/engine.ts';
import { findCommand } from './command/find.ts';
import type { Allowance } from './deadline.ts';
import { localAllowance, localEngine } from './local/engine.ts';
import { findModel } from './local/find.ts';
import { ModelsFolder } from './local/models.ts';
import { Recogniser } from './local/recogniser.ts';
import { serviceEngine, type ServiceSetUp } from './services/engine.ts';
import { findKey, keysIn } from './services/find.ts';
import { usualPatience, type Patience } from './services/service.ts';
import { serviceNames } from './services/shapes.ts';
import { tryService } from './services/trial.ts';
import { allWays, type Missing, type Way } from './way.ts';

/** What one dictation asks for; it goes before the settings. */
export interface Wanted {
  readonly engine?: EngineChoice;
  /** A local model's name, a ggml model's (`base.en`), or what the service calls its model. */
  readonly model?: string;
}

/** Deadlines and pauses; for tests, which have no time. */
export interface Timing {
  readonly local: Allowance;
  readonly command: Allowance;
  readonly openai: Patience;
}

/** All engines of this machine. */
export interface Engines {
  /**
   * The engine that these settings mean; cheap enough for every `status`. `auto` takes the most
   * private that there is: a local model, a recogniser on PATH, a service whose key was given to whis
   * itself. Throws `no_engine` with the ways to one, `invalid_request` when what is wanted is not there.
   */
  choose(settings: Settings, wanted?: Wanted): Engine;
  /** What was found of each engine, and how to get what was not. */
  checks(settings: Settings): Check[];
  /** What came of asking each service that has a key, or is to be used, for something free of charge. */
  trials(settings: Settings): Promise<Check[]>;
  /** Lets go of processes and memory. */
  close(): Promise<void>;
}

const fiveMinutesMs = 5 * 60_000;

/** Opens the engines: the one place where one is chosen, and the environment is looked at. */
export function openEngines(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly modelsFolder: string;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  /** How long a local model stays in memory after its last use. Default: 5 minutes. */
  readonly unloadAfterMs?: number;
  readonly timing?: Partial<Timing>;
}): Engines {
  const { env, modelsFolder, programs, timing = {} } = options;
  const around = { programs, modelsFolder, whisperModel: env['WHISPER_MODEL'] || null };
  const models = new ModelsFolder(modelsFolder);
  const recogniser = new Recogniser({
    spawn: options.spawnModule,
    unloadAfterMs: options.unloadAfterMs ?? fiveMinutesMs,
  });

  function local({ engines }: Settings, wanted: string | null): Way {
    const name = wanted ?? engines.local.model;
    const manifest = findModel(models, { name, isNamed: name !== null });
    if ('missing' in manifest) return manifest;
    const allowance = timing.local ?? localAllowance;
    return { engine: localEngine({ manifest, recogniser, allowance }) };
  }

  function command({ engines }: Settings, wanted: string | null): Way {
    const command = findCommand(engines.command, { ...around, model: wanted });
    if ('missing' in command) return command;
    const allowance = timing.command ?? commandAllowance;
    return { engine: commandEngine({ command, programs, allowance }) };
  }

  function setUp(
    name: ServiceName,
    { engines }: Settings,
    { wanted, isChosen }: { wanted: string | null; isChosen: boolean },
  ): ServiceSetUp | Missing {
    const found = findKey(name, engines[name], { keys: keysIn(env, name), isChosen });
    if ('missing' in found) return found;
    const patience = timing.openai ?? usualPatience;
    const { base_url: baseUrl, model } = engines[name];
    return { name, baseUrl, model: wanted ?? model, key: found.key, patience };
  }

  function service(...asked: Parameters<typeof setUp>): Way {
    const found = setUp(...asked);
    return 'missing' in found ? found : { engine: serviceEngine(found) };
  }

  function automatic(settings: Settings, wanted: string | null): Way {
    if (wanted !== null) {
      // A name alone says which engine is meant where it is installed; it never sends audio away.
      const inFolder = local(settings, wanted);
      const onPath = 'engine' in inFolder ? inFolder : command(settings, wanted);
      return 'engine' in onPath ? onPath : inFolder;
    }
    const inFolder = local(settings, null);
    if (isSettled(inFolder)) return inFolder;
    const onPath = command(settings, null);
    if (isSettled(onPath)) return onPath;
    const services = serviceNames.map((name) =>
      service(name, settings, { wanted: null, isChosen: false }),
    );
    return services.find(isSettled) ?? inFolder;
  }

  function wayTo(choice: EngineChoice, settings: Settings, wanted: string | null): Way {
    switch (choice) {
      case 'auto':
        return automatic(settings, wanted);
      case 'local':
        return local(settings, wanted);
      case 'command':
        return command(settings, wanted);
      case 'openai':
      case 'groq':
      case 'mistral':
      case 'deepgram':
      case 'elevenlabs':
        return service(choice, settings, { wanted, isChosen: true });
    }
  }

  function choose(settings: Settings, wanted: Wanted = {}): Engine {
    const choice = wanted.engine ?? settings.engine;
    const way = wayTo(choice, settings, wanted.model ?? null);
    if ('engine' in way) return way.engine;
    const isAsked = wanted.engine !== undefined || wanted.model !== undefined;
    throw notThere(way, { isAsked, isOpen: choice === 'auto', modelsFolder });
  }

  function checks(settings: Settings): Check[] {
    const chosenService = (name: ServiceName) =>
      service(name, settings, { wanted: null, isChosen: settings.engine === name });
    return checkEngines({
      chosen: attempt(() => choose(settings)),
      ways: {
        local: local(settings, null),
        command: command(settings, null),
        openai: chosenService('openai'),
      },
      models: models.list(),
    });
  }

  async function trials(settings: Settings): Promise<Check[]> {
    const used = attempt(() => choose(settings));
    return Promise.all(
      serviceNames.flatMap((name) => {
        const isNeeded =
          ('name' in used && used.name === name) || settings.fallback_engines.includes(name);
        const isChosen = isNeeded || settings.engine === name;
        const found = setUp(name, settings, { wanted: null, isChosen });
        return 'missing' in found ? [] : tryService(found, { isNeeded });
      }),
    );
  }

  return { choose, checks, trials, close: () => recogniser.close() };
}

/** Whether `auto` ends its search here: an engine, or something that the settings name and is missing. */
function isSettled(way: Way): boolean {
  return 'engine' in way || way.isNamed;
}

function notThere(
  { missing, fix, isNamed }: Missing,
  how: { isAsked: boolean; isOpen: boolean; modelsFolder: string },
): WhisError {
  if (how.isAsked) return new WhisError('invalid_request', `${missing} ${fix}`);
  return new WhisError(
    'no_engine',
    how.isOpen && !isNamed
      ? allWays(how.modelsFolder)
      : `${missing} ${fix}\n${allWays(how.modelsFolder)}`,
  );
}

function attempt(choose: () => Engine): Engine | { problem: string } {
  try {
    return choose();
  } catch (error) {
    return { problem: asWhisError(error).message };
  }
}
