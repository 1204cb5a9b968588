/** The notes of each sound, in hertz: up for a start, down for a stop (E5, A5). */
const notes = { start: [659.25, 880], stop: [880, 659.25] } as const;

const noteSeconds = 0.11;
const gain = 0.12;

/** Longer than a sound: so long the audio device is kept open for it. */
const awakeMs = 600;

/** The short sounds for start and stop, made here: there is no file to load. */
export class Sounds {
  #context: AudioContext | null = null;
  #sleep: ReturnType<typeof setTimeout> | undefined;

  play(sound: keyof typeof notes): void {
    this.#context ??= new AudioContext({ latencyHint: 'interactive' });
    const context = this.#context;
    // It sleeps while nothing is played.
    void context.resume().then(() => {
      notes[sound].forEach((hertz, index) =>
        tone(context, hertz, context.currentTime + index * noteSeconds * 0.7),
      );
      clearTimeout(this.#sleep);
      this.#sleep = setTimeout(() => void context.suspend(), awakeMs);
    });
  }
}

/** One soft note: a sine that swells in 12 ms, so that it does not click, and fades. */
function tone(context: AudioContext, hertz: number, at: number): void {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(gain, at + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + noteSeconds * 2);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + noteSeconds * 2);
}
