import { openParentPort } from '../protocol/parent-port.ts';
import type { FromRecorder, ToRecorder } from './pvrecorder-messages.ts';

/** 20 ms: the child hears `stop` between two frames, since a read blocks. */
const frameLength = 320;
/** One second between the library's thread and ours. */
const bufferedFrames = 50;
const defaultDevice = -1;

const port = openParentPort(process);
const stopping = new AbortController();

port.onMessage((message) => {
  const request = message as ToRecorder;
  if (request.type === 'stop') stopping.abort();
  else void answer(request);
});

async function answer(request: Exclude<ToRecorder, { type: 'stop' }>): Promise<void> {
  try {
    // Loaded here, not above: on a system that it has no binary for, loading throws.
    const { PvRecorder } = await import('@picovoice/pvrecorder-node');
    const names = PvRecorder.getAvailableDevices();
    if (request.type === 'list') return send({ type: 'microphones', names });
    const device = request.microphone === null ? defaultDevice : names.indexOf(request.microphone);
    if (request.microphone !== null && device < 0) {
      return send({
        type: 'failed',
        words: `it knows ${names.map((name) => `“${name}”`).join(', ') || 'none'}`,
        isUnknownMicrophone: true,
      });
    }
    await record(new PvRecorder(frameLength, device, bufferedFrames));
    send({ type: 'stopped' });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    send({ type: 'failed', words, isUnknownMicrophone: false });
  }
}

async function record(recorder: {
  start(): void;
  read(): Promise<Int16Array>;
  stop(): void;
  release(): void;
}): Promise<void> {
  try {
    recorder.start();
    while (!stopping.signal.aborted) send({ type: 'frame', samples: await recorder.read() });
    recorder.stop();
  } finally {
    recorder.release();
  }
}

function send(message: FromRecorder): void {
  port.send(message);
}
