import { asWhisError } from '../protocol/errors.ts';
import type { Check } from '../protocol/requests.ts';
import type { Settings } from '../protocol/settings.ts';
import { version } from '../protocol/version.ts';
import type { Host, Recorder } from '../core/ports.ts';
import type { Engines } from '../engines/index.ts';
import type { TextWork } from '../text/index.ts';

/** What the doctor looks at. */
export interface Patient {
  readonly recorder: Recorder;
  readonly engines: Engines;
  readonly text: Pick<TextWork, 'checks'>;
  readonly host: Pick<Host, 'checks'>;
  readonly settings: Settings;
  /** Where things are, and what was wrong with them: label and text. */
  readonly places: Readonly<Record<string, string>>;
  readonly notices: readonly string[];
}

/** Tries everything that a dictation needs, and says what to do about what is missing. */
export async function examine(patient: Patient): Promise<Check[]> {
  const { recorder, engines, text, host, settings, places, notices } = patient;
  // Each of them waits for something else.
  const [found, trials, presets, desktop] = await Promise.all([
    microphones(recorder, settings.microphone),
    engines.trials(settings),
    text.checks(settings),
    host.checks(),
  ]);
  return [
    { name: 'whis', ok: true, found: version, fix: null },
    ...Object.entries(places).map(([name, found]) => ({ name, ok: true, found, fix: null })),
    ...notices.map((notice) => ({
      name: 'notice',
      ok: false,
      found: notice,
      fix: 'Correct the file that it names, then: whis reload',
    })),
    ...found,
    ...engines.checks(settings),
    ...presets,
    ...trials,
    ...desktop.map((check) => asNeeded(check, settings)),
  ];
}

/** What the checks of a desktop are needed for, by the settings; the others always are. */
const needs: Readonly<Record<string, (settings: Settings) => boolean>> = {
  clipboard: ({ output }) => output.includes('clipboard') || output.includes('paste'),
  paste: ({ output }) => output.includes('paste') || output.includes('type'),
  hotkey: ({ hotkey }) => hotkey !== null,
};

/** What is missing but not needed is no trouble. */
function asNeeded(check: Check, settings: Settings): Check {
  const isNeeded = needs[check.name]?.(settings) ?? true;
  return check.ok || isNeeded
    ? check
    : { ...check, ok: true, found: `${check.found}. Not needed.`, fix: null };
}

async function microphones(recorder: Recorder, wanted: string | null): Promise<Check[]> {
  try {
    const found = await recorder.microphones();
    const isThere =
      wanted === null ||
      found.some(({ name, description }) => name === wanted || description === wanted);
    return [
      { name: 'recorder', ok: true, found: recorder.name, fix: null },
      ...found.map(({ name, description, is_default: isDefault }) => ({
        name: 'microphone',
        ok: true,
        found: `${name} — ${description}${isDefault ? ' (default)' : ''}`,
        fix: null,
      })),
      ...(found.length > 0
        ? []
        : [
            {
              name: 'microphone',
              ok: false,
              found: 'none',
              fix: 'Connect one, or play a file as the microphone: whis listen --input FILE.wav',
            },
          ]),
      ...(isThere
        ? []
        : [
            {
              name: 'microphone',
              ok: false,
              found: `“${wanted}” is not there`,
              fix: 'Choose one of those above: whis config set microphone NAME',
            },
          ]),
    ];
  } catch (thrown) {
    const { message } = asWhisError(thrown, 'microphone_unavailable');
    return [
      {
        name: 'recorder',
        ok: false,
        found: message,
        fix: 'Start the sound server (pactl info tells whether it runs), or install pulseaudio-utils.',
      },
    ];
  }
}
