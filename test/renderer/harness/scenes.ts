import { describe } from '../../../src/daemon/describe.ts';
import type { ListedModel } from '../../../src/protocol/model.ts';
import type { Check } from '../../../src/protocol/requests.ts';
import type { Session } from '../../../src/protocol/session.ts';
import type { Status } from '../../../src/protocol/status.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { idOf, sessionOf, type Scene } from './scene.ts';

const description = await describe();

const status: Status = {
  state: 'idle',
  listening: true,
  uptime_secs: 3600,
  current_session: null,
  session: null,
  queue: [],
  saves_count: 12,
  total_resumes: 0,
  failed_count: 0,
  pid: 4242,
  instance: 'fake',
  version: '0.1.0',
  host: 'tray',
  engine: 'local',
  model: 'parakeet-tdt-0.6b',
  audio_leaves_machine: false,
  engine_error: null,
  microphone: 'parec, default',
  hotkey: {
    accelerator: 'ctrl+shift+r',
    backend: 'electron',
    armed: true,
    reason: null,
    last_event_at: null,
  },
  notices: [],
  clients: 1,
  rss_bytes: 90_000_000,
  started_at: '2026-01-12T09:00:00.000Z',
  seq: 100,
};

const checks: readonly Check[] = [
  { name: 'whis', ok: true, found: '0.1.0', fix: null },
  { name: 'daemon', ok: true, found: 'running, process 4242', fix: null },
  { name: 'models', ok: true, found: '/home/you/.local/share/whis/models', fix: null },
  { name: 'recorder', ok: true, found: 'parec', fix: null },
  { name: 'microphone', ok: true, found: 'usb-mic — Desk microphone (default)', fix: null },
  {
    name: 'engine',
    ok: true,
    found: 'local, parakeet-tdt-0.6b; audio stays on this machine',
    fix: null,
  },
  {
    name: 'engine local',
    ok: true,
    found: 'local, parakeet-tdt-0.6b; audio stays on this machine',
    fix: null,
  },
  {
    name: 'engine command',
    ok: true,
    found: 'No program that transcribes is on PATH. Not needed.',
    fix: null,
  },
  { name: 'engine openai', ok: true, found: 'There is no API key. Not needed.', fix: null },
  { name: 'clipboard', ok: true, found: 'electron', fix: null },
];

function listedModel(
  part: Partial<ListedModel> & Pick<ListedModel, 'name' | 'title'>,
): ListedModel {
  return {
    kind: 'transducer',
    languages: ['en'],
    size_bytes: 487_170_055,
    license: 'CC-BY-4.0',
    source: 'https://k2-fsa.github.io/sherpa/onnx/',
    installed: false,
    in_use: false,
    path: `/home/you/.local/share/whis/models/${part.name}`,
    downloading: null,
    problem: null,
    ...part,
  };
}

const models: readonly ListedModel[] = [
  listedModel({
    name: 'parakeet-tdt-0.6b-v3',
    title: 'Parakeet TDT 0.6B v3',
    languages: 'bg hr cs da nl en et fi fr de el hu it lv lt mt pl pt ro sk sl es sv ru uk'.split(
      ' ',
    ),
  }),
  listedModel({
    name: 'parakeet-tdt-0.6b',
    title: 'parakeet-tdt-0.6b',
    size_bytes: null,
    installed: true,
    in_use: true,
  }),
  listedModel({
    name: 'moonshine-tiny',
    title: 'Moonshine tiny',
    kind: 'moonshine',
    size_bytes: 107_600_538,
    license: 'MIT',
    installed: true,
  }),
  listedModel({
    name: 'broken',
    title: 'broken',
    kind: null,
    languages: [],
    size_bytes: null,
    license: null,
    source: null,
    installed: true,
    problem: 'manifest.json: “kind” is missing; allowed: ctc.',
  }),
];

/** A usual day: a dozen dictations, a model on this machine, a shortcut that is heard. */
export const usual: Scene = {
  status,
  info: {
    version: '0.1.0',
    platform: 'linux',
    tray_trouble: null,
    is_set_up: true,
    opens_at_login: false,
    keychain: 'the system’s keychain',
  },
  settings: defaultSettings,
  description,
  checks,
  microphones: [
    { name: 'usb-mic', description: 'Desk microphone', is_default: true },
    { name: 'builtin', description: 'Built-in audio, analogue stereo', is_default: false },
  ],
  models,
  sessions: [],
  olderSessions: 40,
  refused: {},
};

/** Nothing was ever dictated. */
export const nothing: Scene = { ...usual, olderSessions: 0 };

/** More than anybody dictates in ten years. */
export const hundredThousand: Scene = { ...usual, olderSessions: 100_000 };

/** No engine, no shortcut, a failed and a cancelled dictation, one that was recovered. */
export const troubled: Scene = {
  ...usual,
  status: {
    ...status,
    engine: null,
    model: null,
    audio_leaves_machine: null,
    engine_error: {
      code: 'no_engine',
      message:
        'No engine is here that turns speech into text. Put a model into the models folder, give an API key, or install a program such as whisper-cli.',
    },
    hotkey: {
      accelerator: 'ctrl+shift+r',
      backend: null,
      armed: false,
      reason:
        'ctrl+shift+r is taken by another program, or the desktop refuses it. Choose another one, or bind the command “whis toggle” to a key in the desktop’s settings.',
      last_event_at: null,
    },
  },
  checks: checks.map((check) => {
    if (check.name === 'engine')
      return {
        ...check,
        ok: false,
        found: 'No engine is here that turns speech into text.',
        fix: 'Take one of the ways below.',
      };
    if (check.name === 'engine local')
      return {
        ...check,
        ok: false,
        found: 'There is no model in the models folder.',
        fix: 'Put a model into its own folder there.',
      };
    if (check.name === 'engine command')
      return {
        ...check,
        ok: false,
        found: 'No program that transcribes is on PATH.',
        fix: 'Install whisper-cli or pocketsphinx.',
      };
    if (check.name === 'engine openai')
      return {
        ...check,
        ok: false,
        found: 'There is no API key.',
        fix: 'Give one: whis config set engines.openai.api_key -',
      };
    return check;
  }),
  sessions: [
    newSession(100_000_004, 2, {
      status: 'failed',
      error: {
        code: 'engine_failed',
        message: 'The service at api.openai.com answered 401: the API key is not valid.',
      },
      engine: 'openai',
      model: 'whisper-1',
      delivered: [],
    }),
    newSession(100_000_003, 14, { status: 'cancelled', delivered: [] }),
    newSession(100_000_002, 31, {
      recovered: true,
      text: 'This was being said when the power went, and it is still here.',
    }),
  ],
};

/** A machine on which nothing was set up: no model, no program, no key. */
export const fresh: Scene = {
  ...troubled,
  status: { ...troubled.status, hotkey: status.hotkey },
  sessions: [],
  olderSessions: 0,
  models: [
    ...models.filter(({ installed }) => !installed),
    listedModel({
      name: 'moonshine-tiny',
      title: 'Moonshine tiny',
      kind: 'moonshine',
      size_bytes: 107_600_538,
      license: 'MIT',
    }),
    listedModel({ name: 'silero-vad', title: 'Silero VAD', kind: 'vad', size_bytes: 643_854 }),
  ],
};

const notLoaded =
  'The local engine with model “parakeet-tdt-0.6b” could not load it: its process ended (SIGSEGV). Is the model damaged? Install the model again, or choose another one; “whis doctor” lets it be tried again.';
const isBroken = { ok: false, found: 'local, parakeet-tdt-0.6b: it is broken.' };

/** The model in use could not be loaded. */
export const broken: Scene = {
  ...usual,
  status: { ...status, engine_error: { code: 'engine_failed', message: notLoaded } },
  checks: [
    ...checks.map((check) =>
      /^engine( local)?$/.test(check.name) ? { ...check, ...isBroken } : check,
    ),
    {
      name: 'model parakeet-tdt-0.6b',
      ok: false,
      found: notLoaded,
      fix: 'Mend it, or install it again.',
    },
  ],
  models: models.map((model) => (model.in_use ? { ...model, problem: notLoaded } : model)),
};

/** Texts that are no HTML, wherever they claim to be, and writing from right to left. */
export const strange: Scene = {
  ...usual,
  olderSessions: 0,
  sessions: [
    newSession(100_000_004, 1, {
      text: '<img src=x onerror="document.title=\'run\'"><script>document.title="run"</script> & <b>bold</b>',
    }),
    newSession(100_000_003, 2, {
      text: 'שלום, זה טקסט שנכתב מימין לשמאל, עם מספר 42 ומילה English באמצע.',
      language: 'he',
    }),
    newSession(100_000_002, 3, { text: '👩‍👩‍👧‍👦 🇩🇪 e\u0301 ﷽ 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 '.repeat(12) }),
    newSession(100_000_001, 4, {
      text: 'Donaudampfschifffahrtsgesellschaft'.repeat(30),
      label: 'one very long word',
    }),
    newSession(100_000_000, 5, {
      text: Array.from({ length: 60 }, (_, line) => `Line ${line + 1} of a long dictation.`).join(
        '\n',
      ),
      duration_ms: 5_025_000,
    }),
  ],
};

/** The app was just installed. */
export const firstRun: Scene = {
  ...nothing,
  info: { ...usual.info, is_set_up: false },
};

function newSession(number: number, minutesAgo: number, part: Partial<Session>): Session {
  const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  return sessionOf({ id: idOf(number), created_at: at, started_at: at, ended_at: at, ...part });
}
