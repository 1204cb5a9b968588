import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { Home, type Client } from '../fixtures/home.ts';
import { makeRecogniser } from '../fixtures/recogniser.ts';
import { writeTone } from '../fixtures/sound.ts';

let audio: AudioServer;
let home: Home;
let client: Client;

beforeEach(async () => {
  audio = await startAudioServer();
  home = await Home.make(audio.env);
  const recogniser = await makeRecogniser(home);
  await home.settings({
    ...recogniser.settings,
    output: [`file:${home.folder}/out.txt`],
    deadlines: { microphone_seconds: 3 },
  });
  const daemon = await home.listen();
  client = await daemon.connect();
  await client.call('subscribe', { events: ['status', 'sessions', 'levels'] });
});

afterEach(async () => {
  audio.thaw();
  await client.close();
  await home.close();
  await audio.close();
});

async function expectIdle(): Promise<void> {
  await expect.poll(async () => (await client.call('status')).state).toBe('idle');
}

describe('with a sound server that hangs', () => {
  it('gives a start up within its deadline, and keeps nothing of it', async () => {
    audio.freeze();
    const from = performance.now();
    const said = await home.whis('toggle');
    console.log(`refused after ${Math.round(performance.now() - from)} ms: ${said.stderr.trim()}`);
    expect(said).toMatchObject({ code: 1, stdout: '' });
    expect(said.stderr).toMatch(
      /^whis: No sound came from the microphone within 3 s\. .*whis doctor/,
    );
    await expectIdle();
    expect(JSON.parse((await home.whis('list', '--json')).stdout)).toEqual([]);
    expect(recorders()).toEqual([]);

    audio.thaw();
    expect(await home.whis('toggle')).toMatchObject({ code: 0 });
    expect(await client.call('cancel_session')).toMatchObject({ type: 'session_cancelled' });
  });

  it('keeps and transcribes what it heard before', async () => {
    await home.whis('toggle');
    await audio.play(await writeTone(join(home.folder, 'tone.wav'), { seconds: 1 }));
    const { session: heard } = await client.call('status');
    audio.freeze();
    const { data } = await client.event(({ event }) => event === 'microphone_lost');
    expect(data).toMatchObject({
      code: 'microphone_lost',
      message: expect.stringContaining('What was heard before is kept.') as string,
    });
    await client.event(({ event }) => event === 'delivered');
    const { session } = await client.call('get_session', { session_id: 'last' });
    console.log(`told ${heard?.elapsed_ms} ms, kept ${session.duration_ms} ms`);
    expect(session).toMatchObject({ status: 'done', error: null, recovered: false });
    expect(session.duration_ms).toBeGreaterThanOrEqual(heard?.elapsed_ms ?? Infinity);
    expect((await home.whis('last')).stdout).toBe(`heard ${session.duration_ms} milliseconds\n`);
    await expectIdle();
    expect(recorders()).toEqual([]);
  });
});

function recorders(): string[] {
  return home
    .processes()
    .map(({ command }) => command)
    .filter((command) => /parec|pw-record|arecord|recorder/.test(command));
}
