import { writeSync, closeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

import { startService, type Service } from '../daemon/service.ts';
import type { Surroundings } from '../protocol/endpoint.ts';
import { asWhisError, errorCodes } from '../protocol/errors.ts';
import type { ListenOptions, Readiness } from '../protocol/headless.ts';
import { printable } from '../protocol/printable.ts';
import type { HotkeyStatus } from '../protocol/status.ts';
import type { Host } from '../core/ports.ts';
import { printSteps } from './steps.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the daemon in this process until a client or a signal ends it; resolves with the exit code. A
 * second signal does not wait for anything any more.
 */
export async function listen(
  surroundings: Surroundings,
  options: ListenOptions,
  host: Host,
): Promise<number> {
  // Without it V8 wakes an idle process every eight seconds, to see whether it may tidy up, and takes
  // “nothing was allocated” for “a lot was”. With it, it tidies up twice, and is still.
  setFlagsFromString('--optimize-for-size');
  const ending = Promise.withResolvers<string>();
  // A terminal that is closed takes standard output with it, not the daemon.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const forget = onSignals((signal) => ending.resolve(signal));
  // Node's default would open the inspector's port.
  process.on('SIGUSR1', () => {});
  try {
    const service = await startService({
      surroundings,
      listen: options,
      host,
      onShutdown: () => ending.resolve('a client asked for it'),
    });
    printSteps(service.daemon.feed, print, { showsText: process.stdout.isTTY });
    tell(options, { ready: true, pid: process.pid, socket: service.endpoint.socket });
    void service.daemon.armed.then(() => greet(service));
    await service.close(await ending.promise);
    return 0;
  } catch (thrown) {
    const { code, message } = asWhisError(thrown);
    tell(options, { ready: false, code, message });
    process.stderr.write(`whis: ${message}\n`);
    return errorCodes[code].exit;
  } finally {
    forget();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function greet({ daemon, endpoint }: Service): void {
  const {
    engine,
    model,
    audio_leaves_machine: leaves,
    engine_error: problem,
    microphone,
    hotkey,
  } = daemon.status();
  print(`whis listens at ${endpoint.socket}`);
  print(`microphone: ${printable(microphone)}`);
  print(
    engine === null
      ? `engine: none yet. ${problem?.message ?? ''}`
      : `engine: ${engine}, ${printable(model ?? '')} (audio ${leaves ? 'is sent to the service' : 'stays on this machine'})`,
  );
  print(`shortcut: ${shortcut(hotkey)}`);
  print('Speak: whis toggle. End: Ctrl-C or whis stop.');
}

function shortcut({ accelerator, armed, reason }: HotkeyStatus): string {
  if (accelerator === null) return 'none';
  return armed ? accelerator : `${accelerator} is not listened for: ${printable(reason ?? '')}`;
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

function onSignals(first: (signal: string) => void): () => void {
  let isEnding = false;
  const listener = (signal: NodeJS.Signals) => {
    // The second one hurries: what is on disk is recovered at the next start.
    if (isEnding) process.exit(130);
    isEnding = true;
    first(signal);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
