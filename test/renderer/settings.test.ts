import { describe, expect, it } from 'vitest';

import { callsOf, focused, usePages } from './harness/pages.ts';
import { firstRun, troubled, usual } from './harness/scenes.ts';

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
    await page.getByLabel('Command of your own').fill('my-recogniser\n--plain\n{file}');
    await page.getByLabel('Longest dictation').focus();
    await expect
      .poll(() => callsOf(page, 'app_confirm_setting'))
      .toEqual([{ key: 'engines.command.argv', value: ['my-recogniser', '--plain', '{file}'] }]);
  });

  it('take a key in, say where it is kept, and never show it', async () => {
    const page = await openSettings();
    const field = page.getByLabel('API key', { exact: true });
    expect(await field.getAttribute('type')).toBe('password');
    await page.getByText('Kept in the system’s keychain.').first().waitFor();
    await field.fill('sk-secret');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => callsOf(page, 'set_setting'))
      .toEqual([{ key: 'engines.openai.api_key', value: 'sk-secret' }]);
    await expect.poll(() => field.getAttribute('placeholder')).toContain('is set');
    expect(await page.content()).not.toContain('sk-secret');
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
        data: { ...data, stage, received_bytes: 165e6 },
      });
    }, name);
    await page.getByText('165 MB of 487 MB').waitFor();
    const bar = page.getByRole('progressbar', { name: `Download of ${title}` });
    expect(await bar.getAttribute('value')).toBe('165000000');
    await page.evaluate((model) => {
      window.fake.endDownload(model);
      window.fake.announce({
        event: 'model_progress',
        data: {
          name: model,
          stage: 'done',
          received_bytes: 487_170_055,
          total_bytes: 487_170_055,
          error: null,
        },
      });
    }, name);
    await page.getByRole('button', { name: `Use: ${title}` }).click();
    await expect.poll(() => callsOf(page, 'use_model')).toEqual([{ name }]);
    await page.getByRole('button', { name: `Remove: ${title}` }).click();
    await expect.poll(() => callsOf(page, 'remove_model')).toEqual([{ name }]);
    await page.getByRole('button', { name: `Download: ${title}` }).waitFor();
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
    await page.evaluate(() =>
      window.fake.become({
        hotkey: {
          accelerator: 'ctrl+shift+r',
          backend: 'electron',
          armed: true,
          reason: null,
          last_event_at: new Date().toISOString(),
        },
      }),
    );
    await page.getByText('It was heard.').waitFor();
    expect(await callsOf(page, 'cancel_session')).toHaveLength(1);
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
