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
export async function askStatus(path: string, deadlineMs: number): Promise<Status | null> {
  const { reply } = await ask(path, { type: 'status' }, { deadlineMs, untilClosed: false });
  return isStatus(reply) ? reply : null;
}

/** Asks a daemon to end; resolves when it has closed the connection, or after `deadlineMs`. */
export async function askShutdown(path: string, deadlineMs: number): Promise<void> {
  await ask(path, { type: 'shutdown' }, { deadlineMs, untilClosed: true });
}

function ask(
  path: string,
  request: object,
  { deadlineMs, untilClosed }: { deadlineMs: number; untilClosed: boolean },
): Promise<{ reply: unknown }> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const splitter = new LineSplitter();
    let reply: unknown = null;
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ reply });
    };
    const timer = setTimeout(finish, deadlineMs);
    socket.once('connect', () => socket.write(writeMessage(request)));
    socket.on('data', (bytes) => {
      const [answer] = splitter.push(bytes);
      if (!answer) return;
      reply = 'line' in answer ? parsed(answer.line) : null;
      if (!untilClosed) finish();
    });
    socket.once('error', finish);
    socket.once('close', finish);
  });
}

/** What a line says; null for what is no JSON: whoever listens there may be a stranger. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** A daemon that is full answers with an error. */
function isStatus(reply: unknown): reply is Status {
  return typeof reply === 'object' && reply !== null && 'type' in reply && reply.type === 'status';
}
