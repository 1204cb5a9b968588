// A raw line server: answers every line with the same line, which it is given, and does nothing else.
// A line that begins with `!` is written to all who are connected.
// Usage: node lines.cjs SOCKET ANSWER
'use strict';
const { createServer } = require('node:net');
const { writeSync } = require('node:fs');

const [, , path, text] = process.argv;
const answer = Buffer.from(`${text}\n`);
const lineFeed = 0x0a;
const sockets = new Set();

const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => {});
  let isAtStart = true;
  let isForAll = false;
  socket.on('data', (bytes) => {
    for (let from = 0; from < bytes.length;) {
      if (isAtStart) isForAll = bytes[from] === 0x21;
      const end = bytes.indexOf(lineFeed, from);
      isAtStart = end !== -1;
      if (!isAtStart) return;
      if (isForAll) for (const each of sockets) each.write(answer);
      else socket.write(answer);
      from = end + 1;
    }
  });
});
server.listen({ path, backlog: 511 }, () => writeSync(1, 'ready\n'));
