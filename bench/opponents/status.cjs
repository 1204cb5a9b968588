// The least that a command line client can be: connects, asks, prints.
// Usage: node status.cjs SOCKET
'use strict';
const { connect } = require('node:net');

const socket = connect(process.argv[2], () => socket.write('{"type":"status"}\n'));
let answer = '';
socket.setEncoding('utf8').on('data', (text) => {
  answer += text;
  if (!answer.endsWith('\n')) return;
  process.stdout.write(answer);
  socket.destroy();
});
