import type { Engine, Exchange, Programs, SpawnModule } from '../core/ports.ts';
import { asWhisError } from '../protocol/errors.ts';
import type { Check } from '../protocol/requests.ts';
import type { EngineChoice, EngineName, ServiceName, Settings } from '../protocol/settings.ts';
import { checkEngines } from './checks.ts';
import { commandAllowance, commandEngine } from './command/engine.ts';
import { findCommand } from './command/find.ts';
import { allowanceOf, type Allowance } from './deadline.ts';
import { Ladder, type Fall } from './ladder.ts';
import { localAllowance, localEngine } from './local/engine.ts';
import { findHelpers, findModel } from './local/find.ts';
import { detectorAllowance } from './local/live-detector.ts';
import { ModelsFolder } from './local/models.ts';
import { Recogniser } from './local/recogniser.ts';
import type { Refused } from './local/refused.ts';
import { serviceEngine, type ServiceSetUp } from './services/engine.ts';
import { findKey, keysIn } from './services/find.ts';
import { usualPatience, type Patience } from './services/service.ts';
import { serviceNames } from './services/shapes.ts';
import { tryService } from './services/trial.ts';
import { isSettled, missingError, type Missing, type Way } from './way.ts';

/** What one dictation asks for; it goes before the settings. */
export interface Wanted {
  readonly engine?: EngineChoice;
  /** A local model's name, a ggml model's (`base.en`), or what the service calls its model. */
  readonly model?: string;
}

/** Deadlines and pauses; for tests, which have no time. */
export interface Timing {
  readonly local: Allowance;
  readonly detector: Allowance;
  readonly command: Allowance;
  readonly openai: Patience;
}

/** All engines of this machine. */
export interface Engines {
  /**
   * The engine that these settings mean, for one session; cheap enough for every `status`. `auto`
   * takes the most private that there is: a local model, a recogniser on PATH, a service whose key was
   * given to whis itself. Those of `fallback_engines` that are there take over when it fails, unless
   * something is wanted: `onFall` is told. Throws `no_engine` with the ways to one, `invalid_request`
   * when what is wanted is not there.
   */
  choose(settings: Settings, wanted?: Wanted, onFall?: (fall: Fall) => void): Engine;
  /** What was found of each engine, and how to get what was not. */
  checks(settings: Settings): Check[];
  /** What came of asking each service that has a key, or is to be used, for something free of charge. */
  trials(settings: Settings): Promise<Check[]>;
  /** The local models that could not be loaded, each with the reason, until it could or has changed. */
  refused(): readonly Refused[];
  /** Lets them be tried again: somebody has looked at them. */
  forgive(): void;
  /** Lets go of processes and memory. */
  close(): Promise<void>;
}

/** Opens the engines: the one place where one is chosen, and the environment is looked at. */
export function openEngines(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly modelsFolder: string;
  readonly programs: Programs;
  readonly spawnModule: SpawnModule;
  readonly exchange: Exchange;
  /** How long a local model stays in memory after its last use. Default: as the settings say. */
  readonly unloadAfterMs?: number;
  readonly timing?: Partial<Timing>;
}): Engines {
  const { env, modelsFolder, programs, exchange, timing = {} } = options;
  const around = { programs, modelsFolder, whisperModel: env['WHISPER_MODEL'] || null };
  const models = new ModelsFolder(modelsFolder);
  const recogniser = new Recogniser({
    spawn: options.spawnModule,
    // Until the first settings are there, which is before the first task.
    unloadAfterMs: options.unloadAfterMs ?? 0,
  });

  function local(settings: Settings, wanted: string | null): Way {
    const { engines, deadlines } = settings;
    const name = wanted ?? engines.local.model;
    const manifest = findModel(models, name, settings);
    if ('missing' in manifest) return manifest;
    const allowance = allowanceOf(deadlines, timing.local ?? localAllowance);
    recogniser.unloadAfterMs = options.unloadAfterMs ?? engines.local.unload_after_minutes * 60_000;
    return {
      engine: localEngine({
        manifest,
        helpers: findHelpers(models, manifest),
        recogniser,
        allowance,
        startMs: deadlines.engine_start_seconds * 1000,
        detectorAllowance: timing.detector ?? detectorAllowance,
      }),
    };
  }

  function command({ engines, deadlines }: Settings, wanted: string | null): Way {
    const command = findCommand(engines.command, { ...around, model: wanted });
    if ('missing' in command) return command;
    const allowance = allowanceOf(deadlines, timing.command ?? commandAllowance);
    return { engine: commandEngine({ command, programs, allowance }) };
  }

  function setUp(
    name: ServiceName,
    { engines, deadlines }: Settings,
    { wanted, isChosen }: { wanted: string | null; isChosen: boolean },
  ): ServiceSetUp | Missing {
    const found = findKey(name, engines[name], { keys: keysIn(env, name), isChosen });
    if ('missing' in found) return found;
    const usual = timing.openai ?? usualPatience;
    const patience = { ...usual, allowance: allowanceOf(deadlines, usual.allowance) };
    const { base_url: baseUrl, model } = engines[name];
    return { name, baseUrl, model: wanted ?? model, key: found.key, patience, exchange };
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

  function choose(
    settings: Settings,
    wanted: Wanted = {},
    onFall: (fall: Fall) => void = () => {},
  ): Engine {
    const choice = wanted.engine ?? settings.engine;
    const isAsked = wanted.engine !== undefined || wanted.model !== undefined;
    const way = wayTo(choice, settings, wanted.model ?? null);
    const fallbacks = isAsked ? [] : settings.fallback_engines;
    const ways = [way, ...fallbacks.map((name) => wayTo(name, settings, null))];
    const [first, ...others] = distinct(ways.flatMap((way) => ('engine' in way ? way.engine : [])));
    if (first) return others.length === 0 ? first : new Ladder([first, ...others], onFall);
    throw missingError(way as Missing, { isAsked, isOpen: choice === 'auto', modelsFolder });
  }

  function checks(settings: Settings): Check[] {
    const { engine, fallback_engines: fallbacks } = settings;
    const withKey = serviceNames.filter(
      (name) => 'engine' in service(name, settings, { wanted: null, isChosen: false }),
    );
    const shown = new Set<EngineName>(['local', 'command', 'openai', ...withKey, ...fallbacks]);
    if (engine !== 'auto') shown.add(engine);
    const ways = Array.from(shown, (name): [EngineName, Way] => {
      const isChosen = engine === name || fallbacks.includes(name);
      return isService(name)
        ? [name, service(name, settings, { wanted: null, isChosen })]
        : [name, wayTo(name, settings, null)];
    });
    // Whoever asks may have mended what is not in their files.
    recogniser.forgive();
    return checkEngines({
      chosen: attempt(() => choose(settings)),
      ways: new Map(ways),
      fallbacks,
      models: [...models.list(), ...recogniser.refused()],
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

  return {
    choose,
    checks,
    trials,
    refused: () => recogniser.refused(),
    forgive: () => recogniser.forgive(),
    close: () => recogniser.close(),
  };
}

/** Each engine once, where it comes first. */
function distinct(engines: readonly Engine[]): Engine[] {
  return engines.filter(
    ({ name }, at) => engines.findIndex((engine) => engine.name === name) === at,
  );
}

function isService(name: EngineName): name is ServiceName {
  return name !== 'local' && name !== 'command';
}

function attempt(choose: () => Engine): Engine | { problem: string } {
  try {
    return choose();
  } catch (error) {
    return { problem: asWhisError(error).message };
  }
}
