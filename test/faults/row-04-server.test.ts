import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startAudioServer, type AudioServer } from '../fixtures/audio-server.ts';
import { counts } from '../fixtures/faults.ts';
import { countLosses, Studio } from '../fixtures/studio.ts';

const minute = 60_000;

let audio: AudioServer;
let studio: Studio;

beforeAll(async () => {
  audio = await startAudioServer();
});
afterAll(() => audio.close());
afterEach(() => studio.close());

describe('a sound server', () => {
  const lists: [what: string, settings: object][] = [
    ['without a list', { deadlines: { microphone_seconds: 20 } }],
    ['with a list', { microphones: ['nowhere'], deadlines: { microphone_seconds: 20 } }],
  ];
  it.each(counts(lists.slice(1), lists))(
    'that is killed and started again is waited for, %s',
    { timeout: 15 * minute },
    async (what, settings) => {
      studio = await Studio.open(audio, settings);
      await countLosses(`server restarted, ${what}`, async () => {
        const id = await studio.speak();
        await audio.kill();
        await studio.told(id, 'microphone_lost');
        await audio.restart();
        const { at_ms: at, gap_ms: gapMs } = await studio.goesOn(id, /^default$/);
        const { session, idleMs } = await studio.stop(id);
        expect(session.duration_ms).toBeGreaterThan(at);
        return { idleMs, gapMs };
      });
    },
  );

  it('that hangs for a while is waited for', { timeout: 15 * minute }, async () => {
    studio = await Studio.open(audio, {
      microphones: ['nowhere'],
      deadlines: { microphone_seconds: 20 },
    });
    await countLosses('server stopped and continued', async () => {
      const id = await studio.speak();
      audio.freeze();
      await studio.told(id, 'microphone_lost');
      audio.thaw();
      const { at_ms: at, gap_ms: gapMs } = await studio.goesOn(id, /^default$/);
      const { session, idleMs } = await studio.stop(id);
      expect(session.duration_ms).toBeGreaterThan(at);
      return { idleMs, gapMs };
    });
  });

  it('that never comes back leaves what was heard', { timeout: 15 * minute }, async () => {
    studio = await Studio.open(audio, {
      microphones: ['second'],
      deadlines: { microphone_seconds: 0.5 },
    });
    await countLosses('server killed', async (isLast) => {
      const id = await studio.speak();
      await audio.kill();
      await studio.told(id, 'microphone_lost');
      const end = await studio.ended(id);
      const taken = ({ event }: { event: string }) => event === 'microphone_changed';
      expect(studio.client.events.filter(taken)).toEqual([]);
      if (!isLast) await audio.restart();
      return end;
    });
  });
});
