import { describe, expect, it } from 'vitest';

import type { ServiceName } from '../../../src/protocol/settings.ts';
import { withoutKeys } from '../../../src/daemon/programs.ts';
import { settingsWith } from '../settings.ts';
import { openWorkplace } from '../workplace.ts';
import { startService } from './service.ts';
import { unusedPort } from './set-up.ts';

const names = ['openai', 'groq', 'mistral', 'deepgram', 'elevenlabs'] as const;
const nothingOnPath = { PATH: '/nonexistent' };

describe.each(names)('the key for %s', (name) => {
  const variable = `${name.toUpperCase()}_API_KEY`;

  it('is taken by auto only where it was given to whis itself', async () => {
    const workplace = await openWorkplace();
    const own = workplace.open({ env: { ...nothingOnPath, [`WHIS_${variable}`]: 'a-key' } });
    expect(own.choose(settingsWith())).toMatchObject({ name, sendsAudioAway: true });
    const general = workplace.open({ env: { ...nothingOnPath, [variable]: 'a-key' } });
    expect(() => general.choose(settingsWith())).toThrow(/Nothing is set up/);
    expect(general.choose(settingsWith(name))).toMatchObject({ name });
    const settings = settingsWith('auto', { [name]: { api_key: 'a-key' } });
    expect(workplace.open({ env: nothingOnPath }).choose(settings)).toMatchObject({ name });
  });

  it('is missed by its name, and is in no child’s environment', async () => {
    const workplace = await openWorkplace();
    const engines = workplace.open({ env: nothingOnPath });
    expect(() => engines.choose(settingsWith(name))).toThrow(
      new RegExp(`was given to whis\\. Set WHIS_${variable}, or: .* engines\\.${name}\\.api_key -`),
    );
    expect(withoutKeys({ [variable]: 'a', [`WHIS_${variable}`]: 'b', HOME: '/' })).toEqual({
      HOME: '/',
    });
  });
});

it('auto takes the first service with a key, in order', async () => {
  const workplace = await openWorkplace();
  for (const [index, name] of names.entries()) {
    const given = names.slice(index).map((one) => [`WHIS_${one.toUpperCase()}_API_KEY`, 'a-key']);
    const engines = workplace.open({ env: { ...nothingOnPath, ...Object.fromEntries(given) } });
    expect(engines.choose(settingsWith()).name).toBe(name);
  }
});

describe('the trials', () => {
  it('are of every service that has a key or is chosen; only one that is used must work', async () => {
    const well = await startService({ status: 200, body: '{"data": []}' });
    const gone = `http://127.0.0.1:${await unusedPort()}/v1`;
    const workplace = await openWorkplace();
    const engines = workplace.open({
      env: { ...nothingOnPath, WHIS_GROQ_API_KEY: 'a-key', MISTRAL_API_KEY: 'a-key' },
    });
    const services = {
      openai: { base_url: well.baseUrl },
      groq: { base_url: gone },
      mistral: { base_url: gone },
      deepgram: { base_url: gone, api_key: 'a-key' },
    } satisfies Partial<Record<ServiceName, object>>;
    const settings = {
      ...settingsWith('openai', services),
      fallback_engines: ['mistral' as const],
    };
    const lines = (await engines.trials(settings)).map(({ name, ok }) => [name, ok]);
    expect(lines).toEqual([
      ['service openai', true],
      ['service groq', true],
      ['service mistral', false],
      ['service deepgram', true],
    ]);
    expect(well.received).toMatchObject([{ method: 'GET', path: '/v1/models' }]);
  });

  it('are none where nothing is set up', async () => {
    const workplace = await openWorkplace();
    expect(await workplace.open({ env: nothingOnPath }).trials(settingsWith())).toEqual([]);
  });
});
