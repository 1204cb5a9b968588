import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { openParentPort } from '../../src/protocol/parent-port.ts';

describe('openParentPort under Node', () => {
  const source = new URL('../../src/protocol/parent-port.ts', import.meta.url).href;
  let folder: string;
  let child: ChildProcess;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'whis-port-'));
    writeFileSync(
      join(folder, 'child.mjs'),
      `import { openParentPort } from '${source}';
const port = openParentPort(process);
port.onMessage((message) => port.send({ back: message }));
port.send('ready');
setInterval(() => {}, 60_000);`,
    );
  });
  afterEach(() => child.kill('SIGKILL'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('carries messages both ways', async () => {
    child = fork(join(folder, 'child.mjs'), { execArgv: [], serialization: 'advanced' });
    expect((await once(child, 'message'))[0]).toBe('ready');
    child.send(Int16Array.of(1, -2));
    expect((await once(child, 'message'))[0]).toEqual({ back: Int16Array.of(1, -2) });
  });

  it('ends a child whose parent is gone', async () => {
    child = fork(join(folder, 'child.mjs'), { execArgv: [], serialization: 'advanced' });
    await once(child, 'message');
    const exit = once(child, 'exit');
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });
});

describe('openParentPort in a utility process of Electron', () => {
  it('takes the messages out of their events', () => {
    const posted: unknown[] = [];
    const events = new EventEmitter();
    const port = openParentPort({
      on: () => expect.fail('the channel of fork was used'),
      exit: () => expect.fail('the child ended'),
      parentPort: {
        postMessage: (message) => posted.push(message),
        on: (name, listener) => events.on(name, listener),
      },
    });
    const received: unknown[] = [];
    port.onMessage((message) => received.push(message));
    events.emit('message', { data: 'there', ports: [] });
    port.send('back');
    expect({ received, posted }).toEqual({ received: ['there'], posted: ['back'] });
  });
});
