// A transcription service in OpenAI's shape: takes what is sent, and answers every recording after the
// same time. It says on which port it is.
// Usage: node service.cjs MILLISECONDS
'use strict';
const { createServer } = require('node:http');
const { writeSync } = require('node:fs');

const answerMs = Number(process.argv[2]);
const answer = JSON.stringify({ text: 'what was said' });

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    }, answerMs);
  });
});
server.listen(0, '127.0.0.1', () => writeSync(1, `${server.address().port}\n`));
