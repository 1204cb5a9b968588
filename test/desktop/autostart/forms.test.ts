import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { variablesToKeep } from '../../../src/desktop/autostart/command.ts';
import { commandOfEntry, desktopEntry } from '../../../src/desktop/autostart/desktop-entry.ts';
import { commandOfAgent, launchAgent } from '../../../src/desktop/autostart/launch-agent.ts';
import { commandOfRun, runCommand } from '../../../src/desktop/autostart/run-command.ts';
import { commandOfUnit, systemdUnit } from '../../../src/desktop/autostart/unit.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'whis-autostart-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const awkward = '/opt/a "b" $HOME `c` 100% \\d;e/node';
const argv = ['/usr/bin/node', awkward, 'listen', '--socket=/run/user/7/é $x.sock'];
const env = { PATH: '/usr/bin:/opt/a b', WHIS_SOCKET: '/tmp/50% $off.sock' };

/** What may stand on a command line: no U+0000, and nothing that is no Unicode. */
const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
const commands = fc.tuple(
  word.filter((text) => text !== 'env'),
  fc.array(word, { maxLength: 4 }),
);

describe('the systemd unit', () => {
  it('starts with the desktop where that is its target', () => {
    expect(
      systemdUnit(
        { argv: ['/usr/bin/node', '/w/whis.cjs', 'listen'], env: {} },
        'graphical-session.target',
      ),
    ).toBe(
      `[Unit]
Description=whis, dictation
PartOf=graphical-session.target
After=graphical-session.target

[Service]
Type=exec
ExecStart="/usr/bin/node" "/w/whis.cjs" "listen"
Restart=on-failure
RestartSec=1
RestartPreventExitStatus=2 3 6 7
KillMode=process
TimeoutStopSec=10

[Install]
WantedBy=graphical-session.target
`,
    );
  });

  it('escapes what systemd reads in its own way', () => {
    const unit = systemdUnit({ argv, env }, 'default.target');
    expect(unit).toContain(
      String.raw`ExecStart="/usr/bin/node" "/opt/a \"b\" $$HOME ${'`c`'} 100%% \\d;e/node" "listen" "--socket=/run/user/7/é $$x.sock"`,
    );
    expect(unit).toContain('Environment="WHIS_SOCKET=/tmp/50%% $off.sock"\n');
    expect(unit).toContain('WantedBy=default.target\n');
    expect(unit).not.toContain('PartOf');
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(commands, ([program, rest]) => {
        const written = [program, ...rest];
        expect(commandOfUnit(systemdUnit({ argv: written, env }, 'default.target'))).toEqual(
          written,
        );
      }),
    );
  });

  it('has a program in its path that systemd finds', () => {
    const program = join(folder, 'a b $c 100%');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    for (const target of ['default.target', 'graphical-session.target'] as const) {
      const said = verify(systemdUnit({ argv: [program, 'listen', awkward], env }, target));
      expect(said).toEqual({ status: 0, said: '' });
    }
    const gone = verify(systemdUnit({ argv: ['/nowhere/node'], env: {} }, 'default.target'));
    expect(gone.said).toContain('/nowhere/node is not executable');
  });
});

describe('the desktop entry', () => {
  it('escapes twice, as the specification has it', () => {
    const entry = desktopEntry({ argv, env: {} });
    expect(entry).toContain(
      String.raw`Exec="/usr/bin/node" "/opt/a \\"b\\" \\$HOME \\${'`c'}\\${'`'} 100%% \\\\d;e/node" "listen" "--socket=/run/user/7/é \\$x.sock"`,
    );
  });

  it('hands the variables over with env', () => {
    const entry = desktopEntry({ argv: ['/usr/bin/node', 'listen'], env: { PATH: '/bin' } });
    expect(entry).toContain('Exec="env" "PATH=/bin" "/usr/bin/node" "listen"\n');
    expect(commandOfEntry(entry)).toEqual(['/usr/bin/node', 'listen']);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(commands, fc.boolean(), ([program, rest], hasEnv) => {
        const written = [program.replaceAll('=', ''), ...rest];
        if (written[0] === '' || written[0] === 'env') return;
        const entry = desktopEntry({ argv: written, env: hasEnv ? env : {} });
        expect(commandOfEntry(entry)).toEqual(written);
      }),
    );
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is off with %s', (line) => {
    expect(commandOfEntry(`${desktopEntry({ argv, env: {} })}${line}\n`)).toBeNull();
  });

  it('passes desktop-file-validate', () => {
    const path = join(folder, 'whis.desktop');
    writeFileSync(path, desktopEntry({ argv, env }));
    const { status, stdout } = spawnSync('desktop-file-validate', [path], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('the launchd agent', () => {
  it('is well-formed and names program, arguments and variables', () => {
    const agent = launchAgent({
      argv: ['/usr/bin/node', '/a & <b>', 'listen'],
      env: { PATH: '/x&y' },
    });
    expect(agent).toContain('    <string>/a &amp; &lt;b&gt;</string>\n');
    expect(agent).toContain('    <key>PATH</key>\n    <string>/x&amp;y</string>\n');
    expect(agent).toContain('<string>app.whis.listen</string>');
    const read =
      'import plistlib, sys, json; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
    const { stdout, stderr } = spawnSync('python3', ['-c', read], {
      input: agent,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      Label: 'app.whis.listen',
      ProgramArguments: ['/usr/bin/node', '/a & <b>', 'listen'],
      EnvironmentVariables: { PATH: '/x&y' },
      RunAtLoad: true,
      KeepAlive: { Crashed: true },
      ProcessType: 'Interactive',
    });
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(commands, ([program, rest]) => {
        const written = [program, ...rest];
        expect(commandOfAgent(launchAgent({ argv: written, env }))).toEqual(written);
      }),
    );
  });
});

describe('the Run key', () => {
  it.each([
    [['C:\\Program Files\\node.exe', 'listen'], '"C:\\Program Files\\node.exe" "listen"'],
    [['a"b', 'c\\', 'd\\\\"e'], '"a\\"b" "c\\\\" "d\\\\\\\\\\"e"'],
  ])('writes %j as %s', (words, line) => {
    expect(runCommand({ argv: words })).toBe(line);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(commands, ([program, rest]) => {
        const written = [program, ...rest];
        expect(commandOfRun(runCommand({ argv: written }))).toEqual(written);
      }),
    );
  });
});

describe('variablesToKeep', () => {
  it('keeps the PATH and the places of whis, and no keys', () => {
    const kept = { PATH: '/bin', XDG_DATA_HOME: '/d', WHIS_SOCKET: '/s' };
    expect(
      variablesToKeep({ ...kept, XDG_STATE_HOME: '', OPENAI_API_KEY: 'k', DISPLAY: ':0' }),
    ).toEqual(kept);
  });
});

function verify(unit: string): { status: number | null; said: string } {
  const path = join(folder, 'whis.service');
  writeFileSync(path, unit);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_RUNTIME_DIR: folder };
  const { status, stderr } = spawnSync('systemd-analyze', ['--user', 'verify', path], {
    encoding: 'utf8',
    env,
  });
  // Other units of the machine may have their own faults.
  const ours = stderr.split('\n').filter((line) => line.includes('whis'));
  return { status: ours.length === 0 ? 0 : status, said: ours.join('\n') };
}
