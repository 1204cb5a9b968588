import { join } from 'node:path';

import type { Frame } from '../src/core/ports.ts';
import { untilAborted } from '../src/core/until-aborted.ts';
import { sampleRateHz } from '../src/core/wav.ts';
import type { Session } from '../src/protocol/session.ts';
import { Home, type Client } from '../test/fixtures/home.ts';
import { installToneModel } from '../test/fixtures/tone-model.ts';
import { writeWav } from '../test/fixtures/tones.ts';

/** How a daemon is to hear. */
export interface Hearing {
  /** What the microphone hears. */
  readonly samples: Frame;
  /** The settings that choose the engine. */
  readonly engine: object;
  /** Whether it is transcribed while one speaks, or as a whole at the end. */
  readonly isAhead: boolean;
  /** `max` is as fast as the daemon takes it. */
  readonly speed: 'real' | 'max';
  /** Whatever takes long throws its reason once it aborts. */
  readonly signal: AbortSignal;
}

/** One dictation. */
export interface Dictated {
  /** From the stop to the delivered text. */
  readonly tookMs: number;
  readonly session: Session;
}

/** Settings that choose the tone model; every home of `Talk` has it. */
export const toneEngine = { engine: 'local' };

/** Settings that choose pocketsphinx. */
export const pocketsphinx = {
  engine: 'command',
  engines: { command: { argv: null, preset: 'pocketsphinx' } },
};

/** A daemon with a file for a microphone; its texts go to a file, since a clipboard is another program. */
export class Talk implements AsyncDisposable {
  readonly #home: Home;
  readonly #client: Client;
  readonly #lengthMs: number;
  readonly #signal: AbortSignal;

  private constructor(home: Home, client: Client, { samples, signal }: Hearing) {
    this.#home = home;
    this.#client = client;
    this.#lengthMs = (samples.length / sampleRateHz) * 1000;
    this.#signal = signal;
  }

  static async open(hearing: Hearing): Promise<Talk> {
    const { samples, engine, isAhead, speed } = hearing;
    const home = await Home.make();
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => home.close());
    await installToneModel(home.paths.models);
    await home.settings({
      ...engine,
      transcribe_while_recording: isAhead,
      output: [`file:${join(home.folder, 'out.txt')}`],
    });
    const wav = join(home.folder, 'microphone.wav');
    await writeWav(wav, samples);
    const daemon = await home.listen('--input', wav, '--input-speed', speed);
    const client = await daemon.connect();
    await client.call('subscribe', { events: ['levels'] });
    cleanUp.move();
    return new Talk(home, client, hearing);
  }

  /**
   * Speaks for so long (default: all that there is), then stops once `turn` has resolved: whoever
   * measures times wants no other at the same moment. Gives the session when its text was delivered.
   */
  async dictate({
    durationMs = this.#lengthMs,
    turn = () => Promise.resolve(),
  } = {}): Promise<Dictated> {
    const { session_id } = await this.#client.call('start_session', {});
    const spoken = this.#client.event(
      (event) =>
        event.event === 'level' &&
        event.session_id === session_id &&
        // A level is told ten times a second.
        event.data.elapsed_ms > durationMs - 100,
    );
    await this.#unlessAborted(spoken);
    this.#client.events.length = 0;
    await turn();
    const begunAt = performance.now();
    await this.#unlessAborted(this.#client.call('stop_session', { wait: true }));
    const tookMs = performance.now() - begunAt;
    const { session } = await this.#client.call('get_session', { session_id });
    if (session.status !== 'done') throw new Error(`Not done: ${JSON.stringify(session)}`);
    return { tookMs, session };
  }

  #unlessAborted(work: Promise<unknown>): Promise<void> {
    return untilAborted(
      work.then(() => {}),
      this.#signal,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
    await this.#home.close();
  }
}

/** What a daemon of its own understands of all that is said. */
export async function transcribe(hearing: Hearing): Promise<string> {
  await using talk = await Talk.open(hearing);
  const { session } = await talk.dictate();
  return session.raw_text ?? '';
}
