// A server on vscode-jsonrpc, the library under the language servers: its one method gives an object.
// Usage: node json-rpc.cjs SOCKET JSON
'use strict';
const { createServer } = require('node:net');
const { writeSync } = require('node:fs');
const {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
} = require('vscode-jsonrpc/node');

const [, , path, json] = process.argv;
const status = JSON.parse(json);

const server = createServer((socket) => {
  socket.on('error', () => {});
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.onRequest('status', () => status);
  connection.listen();
});
server.listen({ path, backlog: 511 }, () => writeSync(1, 'ready\n'));
