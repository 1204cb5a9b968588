import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';

import { callsOf, focused, usePages } from './harness/pages.ts';
import { broken, firstRun, fresh, troubled, usual } from './harness/scenes.ts';

const open = usePages();

async function openSettings(scene = usual) {
  const page = await open(scene);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByLabel('Longest dictation').waitFor();
  return page;
}

describe('the settings', () => {
  it('have a field for every setting that the daemon describes', async () => {
    const page = await openSettings();
    const ids = await page
      .locator('[id^=setting-]:is(input, select, textarea, button)')
      .evaluateAll((fields) => fields.map(({ id }) => id.replace('setting-', '')));
    const keys = Object.keys(usual.description.settings);
    expect(ids.filter((id) => id !== 'login').toSorted()).toEqual(keys.toSorted());
  });

  it('say the daemon’s own sentence under the field that it refused', async () => {
    const message = '“max_seconds” is 0; allowed: a whole number from 1 to 86400.';
    const page = await openSettings({
      ...usual,
      refused: { 'set_setting max_seconds': { code: 'invalid_settings', message } },
    });
    const field = page.getByLabel('Longest dictation');
    await field.fill('0');
    await page.keyboard.press('Enter');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const described = (await field.getAttribute('aria-describedby')) ?? '';
    const error = page.locator(`[id="${described.split(' ')[1]}"]`);
    expect(await error.textContent()).toBe(message);
    expect(await callsOf(page, 'set_setting')).toEqual([{ key: 'max_seconds', value: 0 }]);
  });

  it('are set as what they are: switch, choice, number, none', async () => {
    const page = await openSettings();
    await page.getByLabel('Play a sound').click();
    await page.getByLabel('What the shortcut does').selectOption('Hold to speak');
    const silence = page.getByLabel('Stop by itself after silence');
    await silence.fill('2.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => callsOf(page, 'set_setting')).toHaveLength(3);
    await silence.fill('');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([
        { key: 'sounds', value: true },
        { key: 'hotkey_mode', value: 'hold' },
        { key: 'stop_after_silence_seconds', value: 2.5 },
        { key: 'stop_after_silence_seconds', value: null },
      ]);
  });

  it('take back what was typed before, though the answer to that is still to come', async () => {
    const page = await openSettings();
    await page.evaluate(() => window.fake.hold());
    const silence = page.getByLabel('Stop by itself after silence');
    for (const typed of ['2.5', '']) {
      await silence.fill(typed);
      await page.keyboard.press('Enter');
    }
    const key = 'stop_after_silence_seconds';
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([
        { key, value: 2.5 },
        { key, value: null },
      ]);
    await page.evaluate(() => window.fake.letGo());
    await expect.poll(() => silence.inputValue()).toBe('');
  });

  it('record a shortcut from the keys that are pressed', async () => {
    const page = await openSettings(troubled);
    await page.getByText('Not heard: ctrl+shift+r is taken').waitFor();
    await page.getByRole('button', { name: 'Ctrl Shift R , change it' }).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => focused(page)).toContain('Press the new keys');
    await page.keyboard.press('Control+Alt+KeyD');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'hotkey', value: 'ctrl+alt+d' }]);
    await page.getByRole('button', { name: 'Ctrl Alt D , change it' }).waitFor();
  });

  it('ask for what can run programs through the app’s own dialog', async () => {
    const refused = { code: 'not_allowed', message: 'It can run programs.' };
    const page = await openSettings({
      ...usual,
      refused: { 'set_setting engines.command.argv': refused },
    });
    await page.getByText('Own program', { exact: true }).last().click();
    await page.getByLabel('Command of your own').fill('my-recogniser\n--plain\n{file}');
    await page.getByLabel('Longest dictation').focus();
    await expect
      .poll(() => callsOf(page, 'app_confirm_setting'))
      .toEqual([{ key: 'engines.command.argv', value: ['my-recogniser', '--plain', '{file}'] }]);
  });

  it('take a key in, say where it is kept, and never show it', async () => {
    const page = await openSettings();
    const fold = page.getByRole('group', { name: 'OpenAI-compatible service' });
    await fold.getByText('OpenAI-compatible service').click();
    const field = fold.getByLabel('API key', { exact: true });
    expect(await field.getAttribute('type')).toBe('password');
    await fold.getByText('Kept in the system’s keychain.').waitFor();
    await field.fill('sk-secret');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'engines.openai.api_key', value: 'sk-secret' }]);
    await expect.poll(() => field.getAttribute('placeholder')).toContain('is set');
    expect(await page.content()).not.toContain('sk-secret');
    await fold.getByText('key is set').waitFor();
  });

  it('are found while one types, also those that are folded away', async () => {
    const page = await openSettings();
    await page.keyboard.press('/');
    await page.keyboard.type('groq addr');
    await expect.poll(() => seen(page)).toEqual(['engines.groq.base_url']);
    await page.getByText('1 setting found').waitFor();
    const field = page.getByLabel('Find a setting');
    await field.fill('zebra');
    await page.getByRole('heading', { name: 'No setting has these words' }).waitFor();
    expect(await seen(page)).toEqual([]);
    await field.press('Escape');
    await expect.poll(async () => (await seen(page)).length).toBeGreaterThan(30);
    // What was folded away is so again.
    expect(await seen(page)).not.toContain('engines.groq.base_url');
  });

  it('order the engines that take over, by keys alone, and say what has changed', async () => {
    const page = await openSettings();
    const field = page.getByRole('group', { name: 'When it fails' });
    const rows = field.getByRole('listitem');
    const add = field.getByRole('button', { name: 'Add an engine' });
    for (const [name, steps] of [
      ['Groq', 3],
      ['A model on this machine', 0],
    ] as const) {
      await add.press('ArrowDown');
      for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowDown');
      await expect.poll(() => focused(page)).toBe(name);
      await page.keyboard.press('Enter');
      await rows.filter({ hasText: name }).waitFor();
    }
    await expect.poll(() => focused(page)).toBe('Add an engine');
    await field.getByRole('button', { name: 'Try A model on this machine earlier' }).press('Enter');
    await expect.poll(() => rows.allTextContents()).toEqual(['A model on this machine', 'Groq']);
    // It cannot go any further up, and so the focus is on the way back.
    await expect.poll(() => focused(page)).toBe('Try A model on this machine later');
    await expect
      .poll(() => field.getByRole('status').textContent())
      .toBe('A model on this machine: 1 of 2');
    await field.getByRole('button', { name: 'Remove A model on this machine' }).press('Enter');
    await expect.poll(() => focused(page)).toBe('Remove Groq');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Add an engine');
    expect(await field.getByRole('status').textContent()).toBe('Groq: removed');
    expect(await callsOf(page, 'set_setting')).toEqual(
      [['groq'], ['groq', 'local'], ['local', 'groq'], ['groq'], []].map((value) => ({
        key: 'fallback_engines',
        value,
      })),
    );
  });

  it('leave the focus in the menu of engines when one is added late', async () => {
    const page = await openSettings();
    const field = page.getByRole('group', { name: 'When it fails' });
    const add = field.getByRole('button', { name: 'Add an engine' });
    await page.evaluate(() => window.fake.hold());
    await add.press('ArrowDown');
    await page.keyboard.press('Enter');
    await add.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.evaluate(() => window.fake.letGo());
    await field.getByRole('listitem').filter({ hasText: 'A model on this machine' }).waitFor();
    expect(await focused(page)).toBe('Own program');
  });

  it('say why another order was refused, and keep the one that holds', async () => {
    const message = 'The disk is full.';
    const page = await openSettings({
      ...usual,
      settings: { ...usual.settings, fallback_engines: ['groq', 'local'] },
      refused: { 'set_setting fallback_engines': { code: 'storage_failed', message } },
    });
    const field = page.getByRole('group', { name: 'When it fails' });
    await field.getByRole('button', { name: 'Try Groq later' }).click();
    await page.getByText(message).waitFor();
    expect(await field.getByRole('listitem').allTextContents()).toEqual([
      'Groq',
      'A model on this machine',
    ]);
  });

  it('keep what is typed and not yet saved while another one is looked for', async () => {
    const page = await openSettings();
    await page.getByRole('button', { name: 'Add a preset' }).click();
    await page.getByRole('group', { name: 'Preset 1' }).getByLabel('Name').fill('poem');
    await page.getByLabel('Find a setting').fill('microphone');
    await expect.poll(() => page.getByRole('group', { name: /^Preset/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all settings' }).click();
    const name = page.getByRole('group', { name: 'Preset “poem”' }).getByLabel('Name');
    expect(await name.inputValue()).toBe('poem');
  });

  it('lead to their groups from the list beside them', async () => {
    const page = await openSettings();
    await page.getByRole('navigation', { name: 'Groups of settings' }).getByText('History').click();
    await expect.poll(() => focused(page)).toBe('History');
    expect(await page.getByLabel('Keep audio for').isVisible()).toBe(true);
  });

  it('bring the text to several places, in their order', async () => {
    const page = await openSettings();
    const places = page.getByRole('group', { name: 'Where the text goes' });
    await places.getByRole('checkbox', { name: /^Paste/ }).click();
    await places.getByRole('textbox').fill('/home/you/all.txt');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([
        { key: 'output', value: ['clipboard', 'paste'] },
        { key: 'output', value: ['clipboard', 'paste', 'file:/home/you/all.txt'] },
      ]);
  });

  it('test the microphone', async () => {
    const page = await openSettings();
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText('You were heard well (-12 dB).').waitFor();
    expect(await callsOf(page, 'test_microphone')).toEqual([{ seconds: 5 }]);
  });
});

/** The settings that can be seen, by their keys. */
function seen(page: Page): Promise<string[]> {
  return page.locator('[id^=setting-]:is(input, select, textarea, button)').evaluateAll((fields) =>
    fields
      .filter((field) => field.checkVisibility())
      .map(({ id }) => id.replace('setting-', ''))
      .filter((key) => key !== 'login'),
  );
}

describe('the engines', () => {
  it('are chosen, and say what leaves the machine', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Engines', exact: true }).click();
    await page.getByRole('heading', { name: 'Audio stays on this machine' }).waitFor();
    await page.getByRole('radio', { name: /^OpenAI-compatible service/ }).click();
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'engine', value: 'openai' }]);
    await page.getByRole('button', { name: 'Models folder' }).click();
    expect(await callsOf(page, 'app_open')).toEqual([{ link: 'models_folder' }]);
  });

  it('lead to the key of a service', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Engines', exact: true }).click();
    await page.getByRole('button', { name: 'Set up Groq' }).click();
    await expect.poll(() => seen(page)).toContain('engines.groq.api_key');
    expect(await seen(page)).not.toContain('engines.deepgram.api_key');
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await expect.poll(() => seen(page)).toContain('max_seconds');
  });

  it('begin with a model where nothing is set up, the best one first', async () => {
    const page = await open(fresh);
    await page.getByRole('button', { name: 'Engines', exact: true }).nth(0).click();
    const card = page.getByRole('region', { name: 'Nothing turns speech into text yet' });
    const offers = card.getByRole('button', { name: /^Download: / });
    await expect
      .poll(() => offers.evaluateAll((all) => all.map((one) => one.ariaLabel)))
      .toEqual(['Download: Parakeet TDT 0.6B v3', 'Download: Moonshine tiny']);
    await offers.first().click();
    await card.getByText('Waiting for the first bytes…').waitFor();
    expect(await callsOf(page, 'download_model')).toEqual([{ name: 'parakeet-tdt-0.6b-v3' }]);
  });

  it('say that the model in use is broken, and why, as long as it is', async () => {
    const page = await open(broken);
    await page.getByRole('button', { name: 'Engines', exact: true }).first().click();
    const card = page.getByRole('region', { name: 'parakeet-tdt-0.6b is broken' });
    await card.getByText('could not load it: its process ended (SIGSEGV).').waitFor();
    expect(await page.getByText('The next dictation is transcribed by').count()).toBe(0);
    await page.locator('.finding.is-bad', { hasText: 'it is broken.' }).waitFor();
    await page.evaluate(() => window.fake.become({ engine_error: null }));
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('The next dictation is transcribed by parakeet-tdt-0.6b.').waitFor();
    expect(await card.count()).toBe(0);
  });

  it('are told anew once the model in use is removed', async () => {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Engines', exact: true }).click();
    await page.getByRole('heading', { name: 'Audio stays on this machine' }).waitFor();
    await page.getByRole('button', { name: 'Remove: parakeet-tdt-0.6b' }).waitFor();
    const { engine, model, audio_leaves_machine, engine_error } = fresh.status;
    await page.evaluate((status) => window.fake.become(status), {
      engine,
      model,
      audio_leaves_machine,
      engine_error,
    });
    await page.getByRole('button', { name: 'Remove: parakeet-tdt-0.6b' }).click();
    await page.getByRole('heading', { name: 'Nothing turns speech into text yet' }).waitFor();
    expect(await callsOf(page, 'remove_model')).toEqual([{ name: 'parakeet-tdt-0.6b' }]);
  });
});

describe('the models', () => {
  const name = 'parakeet-tdt-0.6b-v3';
  const title = 'Parakeet TDT 0.6B v3';

  async function openModels() {
    const page = await open(usual);
    await page.getByRole('button', { name: 'Engines', exact: true }).click();
    await page.getByText(`487 MB · 25 languages · CC-BY-4.0 · ${name}`).waitFor();
    return page;
  }

  it('are downloaded with a bar, and used then', async () => {
    const page = await openModels();
    await page.getByRole('button', { name: `Download: ${title}` }).click();
    await page.getByText('Waiting for the first bytes…').waitFor();
    await page.evaluate((model) => {
      const data = { name: model, total_bytes: 487_170_055, error: null };
      const stage = 'downloading';
      window.fake.announce({
        event: 'model_progress',
        data: { ...data, stage, received_bytes: 165e6, bytes_per_second: 16.1e6 },
      });
    }, name);
    await page.getByText('165 MB of 487 MB, 16.1 MB/s, 20 s left').waitFor();
    const bar = page.getByRole('progressbar', { name: `Download of ${title}` });
    expect(await bar.getAttribute('value')).toBe('165000000');
    await page.evaluate((model) => {
      const retry = { attempt: 4, attempts: 5, delay_ms: 10_000, reason: 'the line broke' };
      const bytes = { received_bytes: 165e6, total_bytes: 487_170_055, bytes_per_second: null };
      window.fake.announce({
        event: 'model_progress',
        data: { name: model, stage: 'downloading', ...bytes, retry, error: null },
      });
    }, name);
    await page.getByText('Broken off, trying again in 10 s (4 of 5): the line broke').waitFor();
    await page.evaluate((model) => {
      window.fake.endDownload(model);
      window.fake.announce({
        event: 'model_progress',
        data: {
          name: model,
          stage: 'done',
          received_bytes: 487_170_055,
          total_bytes: 487_170_055,
          bytes_per_second: null,
          error: null,
        },
      });
    }, name);
    await page
      .getByText('Installed; parakeet-tdt-0.6b stays in use. Choose this one with “Use”.')
      .waitFor();
    await page.getByRole('button', { name: `Use: ${title}` }).click();
    await expect.poll(() => callsOf(page, 'use_model')).toEqual([{ name }]);
    await page.getByRole('button', { name: `Remove: ${title}` }).click();
    await expect.poll(() => callsOf(page, 'remove_model')).toEqual([{ name }]);
    await page.getByRole('button', { name: `Download: ${title}` }).waitFor();
  });

  it('are followed when they are installed and removed elsewhere', async () => {
    const page = await openModels();
    await page.evaluate((model) => window.fake.endDownload(model), name);
    await page.getByRole('button', { name: `Remove: ${title}` }).waitFor();
    await page.evaluate((model) => window.fake.removeModel(model), name);
    await page.getByRole('button', { name: `Download: ${title}` }).waitFor();
    expect(await callsOf(page, 'remove_model')).toEqual([]);
  });

  it('say why a download has failed, and that a cancelled one is kept', async () => {
    const page = await openModels();
    const download = page.getByRole('button', { name: `Download: ${title}` });
    await download.click();
    await page.getByRole('button', { name: `Cancel: ${title}` }).click();
    await page.getByText('Cancelled. What has come is kept for the next time.').waitFor();
    await download.click();
    await page.getByRole('button', { name: `Cancel: ${title}` }).waitFor();
    await page.evaluate((model) => {
      window.fake.endDownload(model, { code: 'download_failed', message: 'No way to github.com.' });
    }, name);
    await page.getByText('No way to github.com.').waitFor();
    expect(await callsOf(page, 'download_model')).toEqual([{ name }, { name }]);
  });

  it('are verified, and say what is wrong with them', async () => {
    const page = await openModels();
    await page.getByText('manifest.json: “kind” is missing; allowed: ctc.').waitFor();
    await page.getByRole('button', { name: 'Verify: Moonshine tiny' }).click();
    await page.getByText('Every file is what was installed.').waitFor();
    expect(await callsOf(page, 'verify_model')).toEqual([{ name: 'moonshine-tiny' }]);
  });
});

describe('the first run', () => {
  it('proves microphone, shortcut and engine, and is over then', async () => {
    const page = await open(firstRun);
    await page.getByRole('heading', { name: 'Can whis hear you?' }).waitFor();
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText('You were heard well').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByText('Waiting for the keys').waitFor();
    await page.evaluate((hotkey) => {
      const pressed = { ...hotkey, last_event_at: new Date().toISOString() };
      window.fake.become({ hotkey: pressed });
      window.fake.tell({ type: 'shortcut', hotkey: pressed });
    }, firstRun.status.hotkey);
    await page.getByText('It was heard.').waitFor();
    await expect.poll(() => callsOf(page, 'cancel_session')).toHaveLength(1);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByRole('button', { name: 'Start dictation' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.evaluate((timings_ms) => {
      const data = { text: 'hello there', timings_ms, recovered: false, late: false };
      window.fake.announce({ event: 'session_done', session_id: 'x', data });
    }, timings);
    await page.getByText('It works. Paste it anywhere.').waitFor();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'No dictations yet' }).waitFor();
    expect(await callsOf(page, 'app_set_up')).toHaveLength(1);
  });

  it('offers a model where nothing turns speech into text, and goes on once it has come', async () => {
    const page = await open({ ...fresh, info: firstRun.info });
    for (const _ of [1, 2]) await page.getByRole('button', { name: 'Skip for now' }).click();
    await page.getByRole('button', { name: 'Download: Parakeet TDT 0.6B v3' }).click();
    await page.getByText('Waiting for the first bytes…').waitFor();
    const { engine, model, engine_error } = usual.status;
    await page.evaluate(
      (status) => {
        window.fake.become(status);
        window.fake.endDownload('parakeet-tdt-0.6b-v3');
      },
      { engine, model, engine_error },
    );
    await page.getByText('Begin, say a sentence, and stop.').waitFor();
    expect(await page.getByRole('button', { name: /^Download/ }).count()).toBe(0);
  });

  it('says what is wrong with a model that is broken, and offers no first one', async () => {
    const page = await open({ ...broken, info: firstRun.info });
    for (const _ of [1, 2]) await page.getByRole('button', { name: 'Skip for now' }).click();
    await page.getByText('could not load it: its process ended (SIGSEGV).').waitFor();
    expect(await page.getByText('Nothing turns speech into text').count()).toBe(0);
  });

  it('can be skipped, step by step, with the reason beside it', async () => {
    const page = await open(firstRun);
    for (const label of ['Skip for now', 'Skip for now', 'Finish without']) {
      expect(await page.getByText('You may skip this').count()).toBe(1);
      await page.getByRole('button', { name: label }).click();
    }
    await expect.poll(() => callsOf(page, 'app_set_up')).toHaveLength(1);
  });
});

const timings = {
  requested_to_first_frame: 20,
  stop_to_text: 600,
  engine: 590,
  text: 1,
  delivery: 20,
};
