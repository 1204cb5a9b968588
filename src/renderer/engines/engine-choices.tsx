import type { Check } from '../../protocol/requests.ts';
import type { EngineChoice, Settings } from '../../protocol/settings.ts';
import { Icon } from '../parts/icon.tsx';
import { useSetting } from '../settings/setting.ts';

const choices: readonly (readonly [EngineChoice, string, string])[] = [
  ['auto', 'Automatic', 'The most private one that is there.'],
  ['local', 'On this machine', 'A model from the models folder.'],
  ['command', 'Own program', 'Any program that prints what it hears.'],
  ['openai', 'OpenAI-compatible service', 'Over the network, or a server of your own.'],
  ['groq', 'Groq', 'Whisper, over the network.'],
  ['mistral', 'Mistral', 'Voxtral, over the network.'],
  ['deepgram', 'Deepgram', 'Nova, over the network.'],
  ['elevenlabs', 'ElevenLabs', 'Scribe, over the network.'],
];

/** What the setting may be, as `describe` tells it: the choices above are these. */
const schemas = { engine: { type: 'string', enum: choices.map(([choice]) => choice) } };

/** The engines to choose from, each with what the doctor found and what to do about it. */
export function EngineChoices({
  checks,
  settings,
}: {
  checks: readonly Check[];
  settings: Settings;
}) {
  const { value: choice, error, save } = useSetting({ settings, schemas }, 'engine');
  return (
    <fieldset class="engines" aria-describedby="engines-error">
      <legend class="unseen">Engine</legend>
      {choices.map(([value, label, help]) => {
        // Of a service, there is also what came of trying it.
        const names = [`engine ${value}`, `service ${value}`];
        const found = checks.filter(({ name }) => names.includes(name));
        return (
          <label key={value} class="engine">
            <input
              type="radio"
              name="engine"
              value={value}
              checked={value === choice}
              onChange={() => save(value)}
            />
            <span class="engine-words">
              <b>{label}</b>
              <span>{help}</span>
              {found.map((check) => (
                <Finding key={check.name} check={check} />
              ))}
            </span>
          </label>
        );
      })}
      <p id="engines-error" class="field-error" role="alert">
        {error}
      </p>
    </fieldset>
  );
}

function Finding({ check: { ok, found, fix } }: { check: Check }) {
  // Also what is not needed is “ok”: only an engine that was found is good news.
  const isThere = ok && !found.endsWith('Not needed.');
  return (
    <span class={isThere ? 'finding is-good' : ok ? 'finding' : 'finding is-bad'}>
      {(isThere || !ok) && <Icon name={isThere ? 'check' : 'warning'} />}
      <span>
        {found.replace(/ Not needed\.$/, '')}
        {fix !== null && ` ${fix}`}
      </span>
    </span>
  );
}
