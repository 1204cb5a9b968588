// Dictates with tagged lines: one JSON object a line, with an id by which its reply is known.
//
//   node examples/lines.mjs [SECONDS [SOCKET]]
import { execFileSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const [seconds = '5', path = execFileSync('whis', ['socket'], { encoding: 'utf8' }).trim()] =
  process.argv.slice(2);

const socket = createConnection(path);
const waiting = new Map();

/** Sends a request; gives its reply, or throws the error that it was answered with. */
function ask(type, fields = {}) {
  const id = waiting.size + 1;
  socket.write(`${JSON.stringify({ id, type, ...fields })}\n`);
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

createInterface({ input: socket }).on('line', (line) => {
  const message = JSON.parse(line);
  if (message.type === 'event') console.log('event', message.seq, message.event);
  else if (message.type === 'error') waiting.get(message.id).reject(new Error(message.message));
  else waiting.get(message.id).resolve(message);
});

// The reply holds the whole status, and the number of the newest event: nothing can fall between.
const { state, microphone, seq } = await ask('subscribe', { events: ['status', 'sessions'] });
console.log(`${state}, ${microphone}, event ${seq}`);

// Answered when the first sound has come: speak now.
const { session_id: id, log_path: log } = await ask('start_session', { label: 'an example' });
console.log(`recording ${id}: tail -f ${log}`);
await wait(Number(seconds) * 1000);

// With “wait” the reply comes when the text has been delivered.
const { status, text, error } = await ask('stop_session', { session_id: id, wait: true });
console.log(status, text ?? error.message);
socket.destroy();
