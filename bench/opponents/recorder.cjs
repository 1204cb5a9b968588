// The recorder alone: for each line, which names a file, starts the program that it was given with
// that file as its standard output; a blank line ends the program.
// Usage: node recorder.cjs PROGRAM ARGUMENT…
'use strict';
const { spawn } = require('node:child_process');
const { closeSync, openSync, writeSync } = require('node:fs');

const [, , program, ...rest] = process.argv;
let child = null;

process.stdin.setEncoding('utf8').on('data', (line) => {
  const path = line.trim();
  if (path === '') {
    child?.once('exit', () => writeSync(1, 'ended\n'));
    child?.kill();
    return;
  }
  const file = openSync(path, 'w');
  child = spawn(program, rest, { stdio: ['ignore', file, 'ignore'] });
  closeSync(file);
});
writeSync(1, 'ready\n');
