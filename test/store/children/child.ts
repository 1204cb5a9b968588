import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

/** Starts one of the modules beside this one in a process of its own, ended with the test. */
export function startChild(name: string, ...args: string[]): ChildProcess {
  const path = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = fork(path, args, { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The next message of a child; rejects when it ends without one. */
export async function messageFrom(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const onExit = (code: number | null) => ended.abort(new Error(`the child ended: ${code}`));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [unknown];
    return message;
  } finally {
    child.off('exit', onExit);
  }
}

/** Ends a child as `kill -9` does. */
export async function killForSure(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
