import { expect, it } from 'vitest';

import { examine, type Patient } from '../../src/daemon/doctor.ts';
import type { Check } from '../../src/protocol/requests.ts';
import { settingsWith } from '../engines/settings.ts';

const missing = ['clipboard', 'paste', 'hotkey'].map((name): Check => ({
  name,
  ok: false,
  found: 'nothing',
  fix: 'Install it.',
}));

/** Someone whose desktop has nothing of what a dictation may need. */
function patient(wishes: Partial<Patient['settings']>): Patient {
  return {
    recorder: {
      name: 'parec',
      microphones: () => Promise.resolve([{ name: 'mic', description: 'Mic', is_default: true }]),
      record: () => {
        throw new Error('A doctor does not record.');
      },
    },
    engines: {
      choose: () => {
        throw new Error('A doctor does not choose.');
      },
      checks: () => [],
      refused: () => [],
      forgive: () => {},
      trials: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    },
    text: { checks: () => Promise.resolve([]) },
    host: { checks: () => Promise.resolve(missing) },
    settings: { ...settingsWith(), hotkey: 'ctrl+shift+r', ...wishes },
    places: {},
    notices: [],
  };
}

it.each<[Partial<Patient['settings']>, string[]]>([
  [{ output: ['clipboard'] }, ['clipboard', 'hotkey']],
  [{ output: ['paste'] }, ['clipboard', 'paste', 'hotkey']],
  [{ output: ['type'], hotkey: null }, ['paste']],
  [{ output: ['stdout', 'file:/tmp/x'], hotkey: null }, []],
])('with %o the doctor misses %j of a desktop', async (wishes, missed) => {
  const checks = await examine(patient(wishes));
  expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(missed);
  for (const { name, ok, found, fix } of checks.filter((check) =>
    check.found.startsWith('nothing'),
  ))
    expect({ name, found, fix }).toEqual(
      ok
        ? { name, found: 'nothing. Not needed.', fix: null }
        : { name, found: 'nothing', fix: 'Install it.' },
    );
});

it('tells what came of trying the services, after the engines', async () => {
  const someone = patient({ output: [], hotkey: null });
  const line = (name: string): Check => ({ name, ok: true, found: 'well', fix: null });
  const checks = await examine({
    ...someone,
    engines: {
      ...someone.engines,
      checks: () => [line('engine')],
      forgive: () => {},
      trials: () => Promise.resolve([line('service groq')]),
    },
  });
  const names = checks.map(({ name }) => name);
  expect(names.slice(names.indexOf('engine'))).toEqual([
    'engine',
    'service groq',
    'clipboard',
    'paste',
    'hotkey',
  ]);
});
