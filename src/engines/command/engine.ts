import { basename } from 'node:path';

import type {
  Engine,
  LiveTranscription,
  Programs,
  RecordedAudio,
  Transcript,
} from '../../core/ports.ts';
import { WhisError } from '../../protocol/errors.ts';
import { deadlineMs, type Allowance } from '../deadline.ts';
import { firstWords, whisperPrompt } from '../hints.ts';
import { primaryLanguage } from '../language.ts';
import { CommandLive } from './live.ts';
import { withoutTimes, type Command } from './presets.ts';

/** A minute to start and load, and four times the audio: a large model on a processor needs that. */
export const commandAllowance: Allowance = { baseMs: 60_000, perAudioMs: 4 };

/** A program, and how it is run. */
interface CommandSetUp {
  readonly command: Command;
  readonly programs: Programs;
  readonly allowance: Allowance;
}

/** Transcribes with a program: its arguments have the file's path in them, its output is the text. */
export function commandEngine(setUp: CommandSetUp): Engine {
  const { command, programs, allowance } = setUp;
  return {
    name: 'command',
    model: command.model,
    // What the program does with the audio is its own affair; whis sends nothing.
    sendsAudioAway: false,
    longestMs: null,
    parallel: 1,
    // A program of its own for each recording: it loads what it needs by itself.
    warmUp() {},
    listen: () => listen(setUp),
    detectSpeech: () => null,
    async transcribe(audio, cancel): Promise<Transcript> {
      const limitMs = deadlineMs(allowance, audio.durationMs);
      const argv = fillIn(command.argv, audio);
      try {
        const { stdout } = await programs.run(argv, { deadlineMs: limitMs, signal: cancel });
        return command.read(decode(stdout, argv));
      } catch (error) {
        cancel.throwIfAborted();
        throw explain(error);
      }
    },
    close: async () => {},
  };
}

/** The command that a person has set, with its output taken as it is but for the space around it. */
export function customCommand(argv: readonly string[]): Command {
  return { model: basename(argv[0] ?? ''), argv, liveArgv: null, read: withoutTimes };
}

function listen({ command, ...rest }: CommandSetUp): LiveTranscription | null {
  const { liveArgv } = command;
  if (liveArgv === null) return null;
  try {
    return new CommandLive({ command: { ...command, liveArgv }, ...rest });
  } catch {
    // It is given pieces of the recording, and `transcribe` tells what is wrong.
    return null;
  }
}

/**
 * Fills the placeholders in, wherever in an argument they stand. Without a language `{language}` is
 * `auto`, whisper.cpp's word for finding it out; `{words}` are as many as Whisper heeds, with commas.
 */
function fillIn(argv: readonly string[], { path, language, words }: RecordedAudio): string[] {
  const values = {
    '{file}': path,
    '{language}': primaryLanguage(language) ?? 'auto',
    '{words}': firstWords(words, whisperPrompt).join(', '),
  };
  // One pass: a path that has `{language}` in its name stays as it is.
  return argv.map((argument) =>
    argument.replace(/\{(?:file|language|words)\}/g, (name) => values[name as keyof typeof values]),
  );
}

function decode(stdout: Uint8Array, argv: readonly string[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(stdout);
  } catch (error) {
    throw new WhisError(
      'engine_failed',
      `“${argv[0]}” printed a text that is not UTF-8. Make it print UTF-8 (its locale is LC_ALL or LANG of the daemon).`,
      { cause: error },
    );
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof WhisError)) return error;
  const advice = 'Check engines.command.argv and engines.command.preset in the settings.';
  const message = `${error.message.replace(/\.?$/, '.')} ${advice}`;
  if (error.code === 'program_timeout')
    return new WhisError('engine_timeout', message, { cause: error });
  if (error.code === 'program_missing' || error.code === 'program_failed')
    return new WhisError('engine_failed', message, { cause: error });
  return error;
}
