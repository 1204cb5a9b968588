import type { RunningModule, SpawnModule } from '../core/ports.ts';
import type { Microphone } from '../protocol/microphone.ts';
import { WhisError } from '../protocol/errors.ts';
import type { Capture, CaptureEvents, CaptureSource } from './capture.ts';
import type { FromRecorder, ToRecorder } from './pvrecorder-messages.ts';

const listMs = 5000;

/**
 * The capture source of systems without a recording program: the pvrecorder library, in a child of
 * ours. Its read blocks, and with a frozen sound server its constructor never returns, so only a
 * process that can be killed may call it.
 */
export function pvrecorderSource(spawnModule: SpawnModule): CaptureSource {
  return {
    name: 'pvrecorder',
    open(microphone, events) {
      const child = spawnModule('recorder');
      passOn(child, events);
      ask(child, { type: 'open', microphone });
      return openCapture(child);
    },
    microphones: () => list(spawnModule),
  };
}

function openCapture(child: RunningModule): Capture {
  return {
    stop: () => ask(child, { type: 'stop' }),
    kill: () => child.kill(),
  };
}

function passOn(child: RunningModule, events: CaptureEvents): void {
  let isOver = false;
  const end: CaptureEvents['ended'] = (reason) => {
    if (!isOver) events.ended(reason);
    isOver = true;
  };
  child.onMessage((received) => {
    const message = received as FromRecorder;
    if (message.type === 'frame') events.frame(message.samples);
    else if (message.type === 'failed') end(message);
    else if (message.type === 'stopped') end({ words: 'stopped', isUnknownMicrophone: false });
  });
  void child.exited.then(({ stderr }) => end({ words: stderr, isUnknownMicrophone: false }));
}

async function list(spawnModule: SpawnModule): Promise<readonly Microphone[]> {
  const child = spawnModule('recorder');
  let deadline: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<FromRecorder>((resolve) => {
      child.onMessage((message) => resolve(message as FromRecorder));
      const failed = (words: string) =>
        resolve({ type: 'failed', words, isUnknownMicrophone: false });
      void child.exited.then(({ stderr }) => failed(stderr));
      deadline = setTimeout(failed, listMs, `no answer within ${listMs / 1000} s`);
      ask(child, { type: 'list' });
    });
    if (answer.type !== 'microphones') {
      const words = answer.type === 'failed' ? answer.words : answer.type;
      throw new WhisError('microphone_unavailable', `pvrecorder lists no microphones: ${words}`);
    }
    // The library does not tell which one the system prefers.
    return answer.names.map((name) => ({ name, description: name, is_default: false }));
  } finally {
    clearTimeout(deadline);
    await child.kill();
  }
}

function ask(child: RunningModule, message: ToRecorder): void {
  child.send(message);
}
