// A service that asks every 10 ms whether there is something to do.
// Usage: node poller.cjs SOCKET
'use strict';
const { createServer } = require('node:net');
const { writeSync } = require('node:fs');

const tasks = [];
setInterval(() => tasks.shift()?.(), 10);
createServer().listen(process.argv[2], () => writeSync(1, 'ready\n'));
