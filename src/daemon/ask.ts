import { connect } from 'node:net';

import { LineSplitter } from '../protocol/dialects/line-splitter.ts';
import { writeMessage } from '../protocol/dialects/tagged.ts';
import type { Status } from '../protocol/status.ts';

/** Whether somebody listens on a socket: `refused` means that nobody does (any more). */
export type Presence = 'listening' | 'refused' | 'unknown';

/** Finds out whether somebody listens on a socket, without saying a word. */
export function probe(path: string): Promise<Presence> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve('listening');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const isGone = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      // A full queue (EAGAIN) is one of somebody who lives.
      resolve(isGone ? 'refused' : error.code === 'EAGAIN' ? 'listening' : 'unknown');
    });
  });
}

/** Asks whoever listens on a socket who it is; null when it does not tell within `deadlineMs`. */
export function askStatus(path: string, deadlineMs: number): Promise<Status | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const splitter = new LineSplitter();
    const finish = (status: Status | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(status);
    };
    const timer = setTimeout(() => finish(null), deadlineMs);
    socket.once('connect', () => socket.write(writeMessage({ type: 'status' })));
    socket.on('data', (bytes) => {
      const [answer] = splitter.push(bytes);
      if (answer) finish('line' in answer ? (JSON.parse(answer.line) as Status) : null);
    });
    socket.once('error', () => finish(null));
    socket.once('close', () => finish(null));
  });
}
