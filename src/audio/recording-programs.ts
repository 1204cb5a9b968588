import type { Programs } from '../core/ports.ts';
import type { Microphone } from '../protocol/microphone.ts';
import { parseArecordList, parsePactlSources, parsePipeWireDump } from './microphone-lists.ts';

/** A program that writes a microphone's sound to its standard output, and how to talk to it. */
export interface RecordingProgram {
  readonly name: string;
  /** Writes 16 kHz mono signed 16-bit little-endian samples, nothing else. */
  argv(microphone: string | null): readonly string[];
  /**
   * What it says when the microphone that it was asked for does not exist. Null for a program that
   * then opens the default instead: the name is looked up in its list first.
   */
  readonly unknownMicrophone: RegExp | null;
  /**
   * What it says when the sound server has put another microphone, the first group, into the place
   * of one that is gone; null where it never says so.
   */
  readonly moved: RegExp | null;
  /** What it says when nothing is wrong, beside `moved`. */
  readonly chatter: RegExp | null;
  list(programs: Programs, cancel?: AbortSignal): Promise<readonly Microphone[]>;
}

/** In the C locale, so that what they say can be read by a program; UTF-8, so that names stay names. */
export const plainLanguage = { LC_ALL: 'C.UTF-8' };

const listMs = 3000;

/**
 * The recorders of a Linux system, the most prompt one first: parec hands over every 10 to 20 ms,
 * arecord every 20, pw-record fills 4 KiB (128 ms) before it writes. A latency of 20 ms is what
 * PulseAudio and PipeWire both keep without work (first frame after 9 to 20 ms, 0.7 % CPU).
 * Sources: pacat(1), pw-cat(1), arecord(1).
 */
export const recordingPrograms: readonly RecordingProgram[] = [
  {
    name: 'parec',
    argv: (microphone) => [
      'parec',
      // Without it nobody hears of a move: PulseAudio goes on with whatever source is left, a
      // loudspeaker's monitor too, which gives nothing but silence.
      '--verbose',
      '--rate=16000',
      '--channels=1',
      '--format=s16le',
      '--latency-msec=20',
      '--client-name=whis',
      ...(microphone === null ? [] : [`--device=${microphone}`]),
    ],
    unknownMicrophone: /No such entity/,
    moved: /^Stream moved to device (\S+) \(/,
    chatter: new RegExp(
      `^(${[
        'Opening a recording stream',
        'Connection established',
        'Stream (successfully created|started|moved|overrun|device)',
        'Buffer metrics:',
        'Using sample spec',
        'Connected to device',
        '.*Latency:',
        'Got signal',
      ].join('|')})`,
    ),
    async list(programs, cancel) {
      // Not its JSON: pactl 15 and 16 leave quotes in descriptions unescaped.
      const [sources, info] = await Promise.all([
        ask(programs, ['pactl', 'list', 'sources'], cancel),
        ask(programs, ['pactl', 'info'], cancel),
      ]);
      return parsePactlSources(sources, info);
    },
  },
  {
    name: 'pw-record',
    argv: (microphone) => [
      'pw-record',
      '--rate=16000',
      '--channels=1',
      '--format=s16',
      '--latency=20ms',
      ...(microphone === null ? [] : [`--target=${microphone}`]),
      // Raw samples on standard output.
      '-',
    ],
    unknownMicrophone: null,
    moved: null,
    chatter: null,
    list: async (programs, cancel) => parsePipeWireDump(await ask(programs, ['pw-dump'], cancel)),
  },
  {
    name: 'arecord',
    argv: (microphone) => [
      'arecord',
      '--quiet',
      '--file-type=raw',
      '--rate=16000',
      '--channels=1',
      '--format=S16_LE',
      '--period-time=20000',
      '--buffer-time=500000',
      ...(microphone === null ? [] : [`--device=${microphone}`]),
    ],
    unknownMicrophone: /Unknown PCM|No such (file|device)/,
    moved: null,
    // The trace of ALSA's library: arecord says in its last line what failed.
    chatter: /^ALSA lib /,
    list: async (programs, cancel) =>
      parseArecordList(await ask(programs, ['arecord', '-L'], cancel)),
  },
];

async function ask(
  programs: Programs,
  argv: readonly string[],
  cancel: AbortSignal | undefined,
): Promise<string> {
  const { stdout } = await programs.run(argv, {
    deadlineMs: listMs,
    env: plainLanguage,
    ...(cancel && { signal: cancel }),
  });
  return new TextDecoder().decode(stdout);
}
