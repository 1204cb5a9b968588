// Dictates with frames: the length of the payload (4 bytes, little-endian), then the payload, JSON.
// The requests are tagged, as in lines.
//
//   node examples/frames.mjs [SECONDS [SOCKET]]
import { execFileSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const [seconds = '5', path = execFileSync('whis', ['socket'], { encoding: 'utf8' }).trim()] =
  process.argv.slice(2);

const socket = createConnection(path);
const messages = frames(socket);

/** Cuts what comes into frames, wherever the stream was cut before. */
async function* frames(stream) {
  let bytes = Buffer.alloc(0);
  for await (const piece of stream) {
    bytes = Buffer.concat([bytes, piece]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readUInt32LE()) {
      const end = 4 + bytes.readUInt32LE();
      yield JSON.parse(bytes.toString('utf8', 4, end));
      bytes = bytes.subarray(end);
    }
  }
}

/** Sends a request, and gives its reply; events may come before it. */
async function ask(type, fields = {}) {
  const payload = Buffer.from(JSON.stringify({ type, ...fields }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(payload.length);
  socket.write(Buffer.concat([length, payload]));
  for (;;) {
    const { value: message } = await messages.next();
    if (!message) throw new Error('The daemon has closed the connection.');
    if (message.type === 'error') throw new Error(message.message);
    if (message.type !== 'event') return message;
    console.log('event', message.seq, message.event);
  }
}

console.log((await ask('status')).state);
await ask('subscribe', { events: ['status', 'sessions'] });

const { session_id: id } = await ask('start_session', { label: 'an example' });
await wait(Number(seconds) * 1000); // speak now

const { status, text, error } = await ask('stop_session', { session_id: id, wait: true });
console.log(status, text ?? error.message);
socket.destroy();
