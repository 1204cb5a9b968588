import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasOwner, hasPortal } from '../../src/desktop/session-bus.ts';
import { trayObstacle } from '../../src/desktop/tray-host.ts';
import { onlyPrograms } from '../fixtures/sound.ts';

let folder: string;
let bus: ChildProcess;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whis-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address', `--address=${address}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(bus.stdout as NonNullable<typeof bus.stdout>, 'data');
  env = { DBUS_SESSION_BUS_ADDRESS: address };
});

afterAll(async () => {
  bus.kill();
  await once(bus, 'exit');
  await rm(folder, { recursive: true });
});

describe.each(['busctl', 'gdbus', 'dbus-send'])('asked through %s, the session bus', (asker) => {
  it('tells whether somebody has a name', async () => {
    const programs = await onlyPrograms(folder, [asker], env);
    expect(await hasOwner(programs, 'org.freedesktop.DBus')).toBe(true);
    expect(await hasOwner(programs, 'app.whis.Nobody')).toBe(false);
  });

  it('tells that there is no portal', async () => {
    const programs = await onlyPrograms(folder, [asker], env);
    expect(await hasPortal(programs, 'GlobalShortcuts')).toBe(false);
  });

  it('counts as empty when it is not there', async () => {
    const nowhere = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'none')}` };
    const programs = await onlyPrograms(folder, [asker], nowhere);
    expect(await hasOwner(programs, 'org.freedesktop.DBus')).toBe(false);
  });
});

describe('trayObstacle', () => {
  it('says so where nobody draws tray icons', async () => {
    const programs = await onlyPrograms(folder, ['gdbus'], env);
    const session = { kind: 'x11', display: ':0' } as const;
    expect(await trayObstacle(session, programs)).toContain('shows no tray icons');
  });

  it('supposes nothing where it cannot ask, and nothing of other systems', async () => {
    const programs = await onlyPrograms(folder, [], env);
    expect(await hasOwner(programs, 'org.freedesktop.DBus')).toBeNull();
    expect(await trayObstacle({ kind: 'none' }, programs)).toBeNull();
    expect(await trayObstacle({ kind: 'macos' }, programs)).toBeNull();
  });
});
