// The least that a service can be: a Node process with one listening socket.
// Usage: node listener.cjs SOCKET
'use strict';
const { createServer } = require('node:net');
const { writeSync } = require('node:fs');

createServer().listen(process.argv[2], () => writeSync(1, 'ready\n'));
