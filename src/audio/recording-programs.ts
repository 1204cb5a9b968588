import type { Programs } from '../core/ports.ts';
import type { Microphone } from '../protocol/requests.ts';
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
  list(programs: Programs): Promise<readonly Microphone[]>;
}

/** In the C locale, so that what they say can be read by a program; UTF-8, so that names stay names. */
export const plainLanguage = { LC_ALL: 'C.UTF-8' };

const listing = { deadlineMs: 3000, env: plainLanguage };

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
      '--rate=16000',
      '--channels=1',
      '--format=s16le',
      '--latency-msec=20',
      '--client-name=whis',
      ...(microphone === null ? [] : [`--device=${microphone}`]),
    ],
    unknownMicrophone: /No such entity/,
    async list(programs) {
      const [sources, info] = await Promise.all([
        // Not its JSON: pactl 15 and 16 leave quotes in descriptions unescaped.
        programs.run(['pactl', 'list', 'sources'], listing),
        programs.run(['pactl', 'info'], listing),
      ]);
      return parsePactlSources(text(sources.stdout), text(info.stdout));
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
    list: async (programs) =>
      parsePipeWireDump(text((await programs.run(['pw-dump'], listing)).stdout)),
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
    list: async (programs) =>
      parseArecordList(text((await programs.run(['arecord', '-L'], listing)).stdout)),
  },
];

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
