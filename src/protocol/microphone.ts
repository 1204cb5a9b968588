/** A microphone that the system knows. */
export interface Microphone {
  /** What `--device` and the setting `microphone` take. */
  readonly name: string;
  /** What a person calls it. */
  readonly description: string;
  readonly is_default: boolean;
}

/** How a microphone sounded in a test. */
export interface MicrophoneVerdict {
  readonly microphone: string;
  /** Loudest tenth of a second, dB relative to full scale; −120 is no sound at all. */
  readonly peak_dbfs: number;
  /** True when nothing but digital silence came. */
  readonly silent: boolean;
}
