import { writeSync, closeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

import { startService, surroundingsOfChildren, type Service } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError, errorCodes } from '../protocol/errors.ts';
import type { ListenOptions, Readiness } from '../protocol/headless.ts';
import { printable, printableText } from '../protocol/printable.ts';
import type { HotkeyStatus } from '../protocol/status.ts';
import type { Host } from '../core/ports.ts';
import { printSteps } from './steps.ts';

/** These end the daemon. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * These would open the inspector's port, or end the process without a word; other dictation programs
 * take them as a toggle, so scripts send them.
 */
const strayedSignals = ['SIGUSR1', 'SIGUSR2'] as const;

/** As many bytes of unread lines are kept. */
const mostUnreadBytes = 64 * 1024;

/** The end takes no longer than this, whatever hangs: what is on disk is recovered at the next start. */
const endsWithinMs = 4800;

/**
 * Runs the daemon in this process until a client or a signal ends it; resolves with the exit code. A
 * second signal hurries: what is being transcribed is left for the next start.
 */
export async function listen(
  surroundings: Surroundings,
  options: ListenOptions,
  openHost: (forChildren: Surroundings) => Host,
): Promise<number> {
  // Without it V8 wakes an idle process every eight seconds, to see whether it may tidy up, and takes
  // “nothing was allocated” for “a lot was”. With it, it tidies up twice, and is still.
  setFlagsFromString('--optimize-for-size');
  const ending = new Ending();
  // A terminal that is closed takes standard output with it, not the daemon.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  for (const signal of strayedSignals) process.on(signal, () => {});
  for (const signal of endSignals) process.on(signal, () => ending.begin(signal));
  try {
    const service = await startService({
      surroundings,
      listen: options,
      host: openHost(surroundingsOfChildren(surroundings, options.socket)),
      onShutdown: () => ending.begin('a client asked for it'),
      halt: ending.begun,
    });
    printSteps(service.daemon.feed, print, { showsText: process.stdout.isTTY });
    tell(options, { ready: true, pid: process.pid, socket: service.endpoint.socket });
    void service.daemon.armed.then(() => greet(service));
    await service.close(await ending.reason, ending.hurry);
    return 0;
  } catch (thrown) {
    const { code, message } = asWhisError(thrown);
    tell(options, { ready: false, code, message });
    process.stderr.write(`whis: ${printable(message)}\n`);
    return errorCodes[code].exit;
  }
}

/** The end of the daemon: begun once, hurried by whoever asks again. */
class Ending {
  readonly #begun = new AbortController();
  readonly #hurry = new AbortController();
  readonly #reason = Promise.withResolvers<string>();

  get begun(): AbortSignal {
    return this.#begun.signal;
  }

  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  get reason(): Promise<string> {
    return this.#reason.promise;
  }

  begin(reason: string): void {
    if (this.#begun.signal.aborted) return this.#hurry.abort();
    this.#begun.abort();
    this.#reason.resolve(reason);
    // Also for a program that hangs on after everything was let go of.
    setTimeout(() => process.exit(), endsWithinMs).unref();
  }
}

/** Lines that nobody reads (a pager that stands still) are left out, not kept in memory. */
function print(line: string): void {
  if (process.stdout.writableLength < mostUnreadBytes) process.stdout.write(`${line}\n`);
}

function greet({ daemon, endpoint }: Service): void {
  const {
    engine,
    model,
    audio_leaves_machine: leaves,
    engine_error: problem,
    microphone,
    hotkey,
    notices,
  } = daemon.status();
  print(`whis listens at ${printable(endpoint.socket)}`);
  print(`microphone: ${printable(microphone)}`);
  print(
    engine === null
      ? `engine: none yet. ${printableText(problem?.message ?? '')}`
      : `engine: ${engine}, ${printable(model ?? '')} (audio ${leaves ? 'is sent to the service' : 'stays on this machine'})`,
  );
  print(`shortcut: ${shortcut(hotkey)}`);
  for (const notice of notices) print(`notice: ${printable(notice)}`);
  print('Speak: whis toggle. End: Ctrl-C or whis stop.');
}

function shortcut({ accelerator, armed, reason }: HotkeyStatus): string {
  if (accelerator === null) return 'none';
  return armed
    ? printable(accelerator)
    : `${printable(accelerator)} is not listened for: ${printable(reason ?? '')}`;
}

/** Tells whoever spawned this process how the start went. */
function tell({ readyFd }: ListenOptions, readiness: Readiness): void {
  if (readyFd === undefined) return;
  try {
    writeSync(readyFd, `${JSON.stringify(readiness)}\n`);
    closeSync(readyFd);
  } catch {
    // Whoever waited has gone: the daemon runs all the same.
  }
}
