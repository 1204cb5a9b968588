import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../../src/daemon/programs.ts';
import { openAutostart } from '../../../src/desktop/index.ts';

const command = { argv: [process.execPath, '/bin/sh', 'listen'], env: { PATH: '/usr/bin' } };
let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'whis-autostart-'))));
afterEach(() => rmSync(home, { recursive: true }));

function open(platform: string) {
  const env = { PATH: `${home}:/usr/bin:/bin` };
  const programs = openPrograms({ env, platform });
  return openAutostart({ platform, env, home, uid: 501 }, programs);
}

/** A program of the other system, in the words of a shell; it keeps a list of what it was asked. */
function put(name: string, script: string): () => string[] {
  const path = join(home, name);
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$*" >> "$0.log"\n${script}\n`);
  chmodSync(path, 0o755);
  return () => readFileSync(`${path}.log`, 'utf8').trim().split('\n');
}

describe('on macOS', () => {
  const agent = () => join(home, 'Library', 'LaunchAgents', 'app.whis.listen.plist');

  it('loads an agent once, and leaves nothing', async () => {
    const asked = put('launchctl', 'case $1 in print) [ -e "$0.on" ] ;; *) touch "$0.on" ;; esac');
    const autostart = open('darwin');
    const on = { on: true, kind: 'launchd', place: agent(), problem: null, note: null };
    expect(await autostart.on(command)).toEqual(on);
    expect(await autostart.on(command)).toEqual(on);
    expect(asked()).toEqual([
      'print gui/501/app.whis.listen',
      `bootstrap gui/501 ${agent()}`,
      'print gui/501/app.whis.listen',
    ]);
    expect(await autostart.off()).toMatchObject({
      on: false,
      note: expect.stringContaining('whis stop'),
    });
    expect(existsSync(agent())).toBe(false);
  });

  it('waits for the next login where launchd has no session', async () => {
    put('launchctl', 'exit 125');
    expect((await open('darwin').on(command)).note).toContain('next login');
  });
});

describe('on Windows', () => {
  const reg = `
case $1 in
  add) printf '%s' "$8" > "$0.value" ;;
  query) [ -e "$0.value" ] || exit 1
    printf '\\r\\nHKEY_CURRENT_USER\\Software\\r\\n    whis    REG_SZ    %s\\r\\n\\r\\n' "$(cat "$0.value")" ;;
  delete) rm "$0.value" 2>/dev/null || exit 1 ;;
esac`;

  it('writes a value of the Run key, and deletes it', async () => {
    put('reg', reg);
    const autostart = open('win32');
    for (let time = 1; time <= 2; time += 1) {
      expect(await autostart.on(command)).toMatchObject({
        on: true,
        kind: 'run_key',
        problem: null,
      });
    }
    expect(readFileSync(join(home, 'reg.value'), 'utf8')).toBe(
      `"${process.execPath}" "/bin/sh" "listen" "--detach"`,
    );
    expect((await autostart.off()).on).toBe(false);
    expect(await autostart.off()).toMatchObject({ on: false, note: null });
  });

  it('refuses a command that the Run key cannot hold', async () => {
    put('reg', reg);
    const argv = [process.execPath, `/${'x'.repeat(260)}`, 'listen'];
    await expect(open('win32').on({ ...command, argv })).rejects.toThrow('holds 260 characters');
  });
});
