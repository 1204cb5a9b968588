import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { countLosses, plug, Studio, toneAt, type Ended } from '../fixtures/studio.ts';

const minute = 60_000;
/** What `first` and `second` give: where one ends and the other begins can be heard. */
const tones = { first: 440, second: 1000 };

const ms = ({ session }: Ended) => session.duration_ms ?? 0;

let audio: AudioServer;
let studio: Studio;

beforeAll(async () => {
  audio = await startAudioServer();
});
afterAll(() => audio.close());
afterEach(() => studio.close());

describe('a microphone that is unplugged while it is recorded', () => {
  it('has the next of the list take over in the same file', { timeout: 15 * minute }, async () => {
    const unplugSecond = await plug(audio, 'second', tones.second);
    studio = await Studio.open(audio, { microphone: 'first', microphones: ['nowhere', 'second'] });
    await countLosses('unplugged, another takes over', async () => {
      const unplug = await plug(audio, 'first', tones.first);
      const id = await studio.speak();
      expect(await studio.microphone()).toBe('parec, first');
      await unplug();
      const { at_ms: at, gap_ms: gapMs } = await studio.goesOn(id, /^second$/);
      expect(await studio.microphone()).toBe('parec, second');
      const names = studio.client.events
        .filter((event) => event.session_id === id)
        .map((e) => e.event);
      expect(names.indexOf('microphone_lost')).toBeLessThan(names.indexOf('microphone_changed'));
      const end = await studio.stop(id);
      expect([toneAt(end, at - 280), toneAt(end, ms(end) - 280)]).toEqual([440, 1000]);
      expect(await studio.microphone()).toBe('parec, first');
      return { idleMs: end.idleMs, gapMs };
    });
    await unplugSecond();
  });

  it('has the default take over where there is no list', { timeout: 15 * minute }, async () => {
    studio = await Studio.open(audio, { microphone: 'first' });
    await countLosses('unplugged, the default takes over', async () => {
      const unplug = await plug(audio, 'first', tones.first);
      const id = await studio.speak();
      await unplug();
      await studio.told(id, 'microphone_lost');
      const { at_ms: at, gap_ms: gapMs } = await studio.goesOn(id, /^default$/);
      const { session, idleMs } = await studio.stop(id);
      expect(session.duration_ms).toBeGreaterThan(at);
      return { idleMs, gapMs };
    });
  });

  it(
    'is told of where the sound server has moved on by itself',
    { timeout: 15 * minute },
    async () => {
      studio = await Studio.open(audio, {});
      await countLosses('the default unplugged, the server moves on', async () => {
        const how = ['master=whis_null.monitor', 'source_name=third'];
        const module = await audio.pactl('load-module', 'module-remap-source', ...how);
        await audio.pactl('set-default-source', 'third');
        const id = await studio.speak();
        await audio.pactl('unload-module', module.trim());
        const { gap_ms: gapMs } = await studio.goesOn(id, /^whis_/);
        expect(await studio.microphone()).toMatch(/^parec, whis_/);
        const { idleMs } = await studio.stop(id);
        await audio.pactl('set-default-source', audio.microphone.name);
        return { idleMs, gapMs };
      });
    },
  );
});

describe('a microphone that gives nothing but digital silence', () => {
  it('is told, also where it has taken over', { timeout: 15 * minute }, async () => {
    const module = await audio.pactl('load-module', 'module-null-source', 'source_name=dead');
    studio = await Studio.open(audio, { microphone: 'first', microphones: ['dead'] });
    await countLosses('digital silence', async () => {
      const unplug = await plug(audio, 'first', tones.first);
      const id = await studio.speak();
      await unplug();
      const { microphone } = await studio.told(id, 'microphone_silent');
      expect(microphone).toBe('dead');
      expect((await studio.client.call('status')).session).toMatchObject({ silent: true });
      return studio.stop(id);
    });
    await audio.pactl('unload-module', module.trim());
  });
});

describe('a microphone that does not open', () => {
  it('has the next of the list taken, and says so', { timeout: 15 * minute }, async () => {
    const unplug = await plug(audio, 'second', tones.second);
    studio = await Studio.open(audio, { microphone: 'nowhere', microphones: ['second'] });
    await countLosses('not there at the start', async () => {
      const id = await studio.speak();
      expect(await studio.microphone()).toBe('parec, second');
      expect(await studio.told(id, 'microphone_changed')).toEqual({
        microphone: 'second',
        at_ms: 0,
        gap_ms: 0,
      });
      const end = await studio.stop(id);
      expect(toneAt(end, 20)).toBe(1000);
      return end;
    });
    await unplug();
  });

  it('is named with the rest of the list where none opens', { timeout: 15 * minute }, async () => {
    studio = await Studio.open(audio, { microphone: 'nowhere', microphones: ['neither'] });
    await countLosses('none there at the start', async () => {
      const from = performance.now();
      await expect(studio.client.call('start_session', {})).rejects.toMatchObject({
        code: 'microphone_unavailable',
        message: expect.stringMatching(/“nowhere”.*Nor did “neither” open\.$/s) as string,
      });
      expect((await studio.client.call('status')).state).toBe('idle');
      const sessions = async () => (await studio.client.call('list_sessions', {})).sessions;
      await expect.poll(sessions).toEqual([]);
      return { idleMs: Math.round(performance.now() - from) };
    });
  });
});

describe('a microphone of another rate and number of channels', () => {
  it('goes on in the same file, at the same pitch', { timeout: 15 * minute }, async () => {
    const unplugSecond = await plug(audio, 'second', tones.second);
    const sink = ['sink_name=surround', 'rate=8000', 'channels=6'];
    await audio.pactl('load-module', 'module-null-sink', ...sink);
    await audio.pactl('load-module', 'module-loopback', 'source=second', 'sink=surround');
    studio = await Studio.open(audio, {
      microphone: 'first',
      microphones: ['surround.monitor'],
      // The server may take two seconds to wake it.
      deadlines: { microphone_seconds: 20 },
    });
    await countLosses('8 kHz and six channels after 44.1 kHz and one', async () => {
      const unplug = await plug(audio, 'first', tones.first);
      const id = await studio.speak();
      await unplug();
      const { at_ms: at, gap_ms: gapMs } = await studio.goesOn(id, /^surround/);
      const end = await studio.stop(id);
      expect([toneAt(end, at - 280), toneAt(end, ms(end) - 280)]).toEqual([440, 1000]);
      return { idleMs: end.idleMs, gapMs };
    });
    await audio.pactl('unload-module', 'module-loopback');
    await unplugSecond();
  });
});

describe('the last microphone', () => {
  it('leaves what was heard when it is unplugged', { timeout: 15 * minute }, async () => {
    studio = await Studio.open(audio, { deadlines: { microphone_seconds: 0.5 } });
    await countLosses('the last one unplugged', async (isLast) => {
      const id = await studio.speak();
      for (const kind of ['remap-source', 'sine-source', 'null-sink', 'null-source'])
        await audio.pactl('unload-module', `module-${kind}`).catch(() => '');
      await studio.told(id, 'microphone_lost');
      const end = await studio.ended(id);
      await expect(studio.client.call('start_session', {})).rejects.toMatchObject({
        code: 'microphone_unavailable',
      });
      expect((await studio.client.call('status')).state).toBe('idle');
      if (!isLast) {
        await audio.kill();
        await audio.restart();
      }
      return end;
    });
  });
});
