import type { Check } from '../../protocol/requests.ts';
import type { EngineChoice, Settings } from '../../protocol/settings.ts';
import { useApp } from '../app-context.ts';
import { usePart } from '../cell.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useSetting } from '../settings/setting.ts';
import { engineNames, services } from './engine-names.ts';

const helps: Readonly<Record<EngineChoice, string>> = {
  auto: 'The most private one that is there.',
  local: 'It is downloaded once, and works without a network.',
  command: 'Any program that prints what it hears.',
  openai: 'OpenAI itself, or a server of your own that speaks like it.',
  groq: 'Whisper, very fast.',
  mistral: 'Voxtral.',
  deepgram: 'Nova.',
  elevenlabs: 'Scribe.',
};

/** The choices by what becomes of the audio. */
const places: readonly (readonly [string, IconName | null, readonly EngineChoice[]])[] = [
  ['', null, ['auto']],
  ['On this machine', 'lock', ['local', 'command']],
  ['Over the network: audio leaves this machine', 'cloud', services],
];

/** The setting may be any of them. */
const schemas = { engine: { type: 'string', enum: Object.keys(engineNames) } };

/** The engines to choose from, each with what the doctor found and where it is set up. */
export function EngineChoices({
  checks,
  settings,
}: {
  checks: readonly Check[];
  settings: Settings;
}) {
  const { view } = useApp();
  const used = usePart(view, ({ status }) => status?.engine ?? null);
  const { value: choice, error, save } = useSetting({ settings, schemas }, 'engine');
  return (
    <fieldset class="engines" aria-describedby="engines-error">
      <legend class="unseen">Engine</legend>
      {places.map(([title, icon, names]) => (
        <div key={title} class="engine-place">
          {icon && (
            <p class={`engine-title is-${icon}`}>
              <Icon name={icon} />
              {title}
            </p>
          )}
          {names.map((name) => (
            <Choice
              key={name}
              name={name}
              isChosen={name === choice}
              used={used}
              checks={checks}
              settings={settings}
              onChoose={() => save(name)}
            />
          ))}
        </div>
      ))}
      <p id="engines-error" class="field-error" role="alert">
        {error}
      </p>
    </fieldset>
  );
}

function Choice({
  name,
  isChosen,
  used,
  checks,
  settings,
  onChoose,
}: {
  name: EngineChoice;
  isChosen: boolean;
  used: string | null;
  checks: readonly Check[];
  settings: Settings;
  onChoose: () => void;
}) {
  const { seek } = useApp();
  // Of a service, there is also what came of trying it.
  const names = [`engine ${name}`, `service ${name}`];
  const found = checks.filter((check) => names.includes(check.name));
  const service = services.find((one) => one === name);
  const isBare = service !== undefined && settings.engines[service].api_key === null;
  return (
    <div class="engine">
      <label>
        <input type="radio" name="engine" value={name} checked={isChosen} onChange={onChoose} />
        <span class="engine-words">
          <b>
            {engineNames[name]} {name === used && <span class="badge is-good">In use</span>}
          </b>
          <span>
            {helps[name]}
            {isBare && found.length === 0 && ' No key yet.'}
          </span>
          {found.map((check) => (
            <Finding
              key={check.name}
              check={check}
              engine={name}
              isNeeded={isChosen || name === used}
            />
          ))}
        </span>
      </label>
      {(service !== undefined || name === 'command') && (
        <button
          class="button is-plain"
          aria-label={`Set up ${engineNames[name]}`}
          onClick={() => seek(engineNames[name])}
        >
          Set up
        </button>
      )}
    </div>
  );
}

function Finding({
  check: { ok, found, fix },
  engine,
  isNeeded,
}: {
  check: Check;
  engine: EngineChoice;
  isNeeded: boolean;
}) {
  // Also what is not needed is “ok”: only an engine that was found is good news.
  const isThere = ok && !found.endsWith('Not needed.');
  // The window has its own ways: a model is offered above, a key is entered behind “Set up”.
  const advice = engine === 'command' ? fix : null;
  const isBad = !ok && isNeeded;
  return (
    <span class={isThere ? 'finding is-good' : isBad ? 'finding is-bad' : 'finding'}>
      {(isThere || isBad) && <Icon name={isThere ? 'check' : 'warning'} />}
      <span>
        {plain(found, engine)}
        {advice !== null && ` ${advice}`}
      </span>
    </span>
  );
}

/** What was found, without what stands beside it already. */
function plain(found: string, engine: string): string {
  return (
    found
      .replace(/ Not needed\.$/, '')
      // The folder is a button below.
      .replace(/ in (\/|[A-Z]:\\).*\.$/, '.')
      .replace(/; audio (stays on|leaves) this machine$/, '')
      .replace(`${engine}, `, '')
  );
}
