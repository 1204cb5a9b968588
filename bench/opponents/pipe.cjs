// A recorder whose sound Node takes from a pipe and writes into a file, as it comes.
// Usage: node pipe.cjs FILE PROGRAM ARGUMENT…
'use strict';
const { spawn } = require('node:child_process');
const { createWriteStream, writeSync } = require('node:fs');

const [, , path, program, ...rest] = process.argv;
const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.pipe(createWriteStream(path));
process.stdin.resume().once('end', () => child.kill());
child.stdout.once('data', () => writeSync(1, 'ready\n'));
