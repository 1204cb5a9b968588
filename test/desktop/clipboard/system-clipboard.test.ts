import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openPrograms } from '../../../src/daemon/programs.ts';
import { SystemClipboard } from '../../../src/desktop/clipboard/system-clipboard.ts';
import type { DesktopSession } from '../../../src/desktop/session.ts';
import { startDisplay, type Display } from '../../fixtures/display.ts';
import { isRunning } from '../../fixtures/process.ts';

const path = process.env['PATH'] ?? '';
let display: Display;
let folder: string;

beforeAll(async () => {
  display = await startDisplay();
});
afterAll(() => display.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whis-clipboard-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the clipboard on X11', () => {
  it.each([
    ['words', 'the words are on the clipboard'],
    ['emoji and every script', 'naïve “Grüße” 👩🏽‍💻 汉字 עברית \u{10ffff} e\u0301 \ufeff'],
    ['line ends as they are', 'one\r\ntwo\nthree\t\n\n'],
    ['a newline alone', '\n'],
    ['spaces at both ends', '  two  '],
    ['what looks like a picture', '%PNG\r\n\u001a\n'],
    ['half a surrogate pair, as U+FFFD', 'a\ud800b'],
    ['five megabytes', 'Speak, and it is written. 🎙️\n'.repeat(150_000)],
  ])('takes %s', async (_, text) => {
    expect(await clipboard().write(text)).toBe(true);
    expect(paste()).toBe(Buffer.from(text).toString());
  });

  it('keeps the last text after many', async () => {
    for (let count = 1; count <= 10; count += 1)
      expect(await clipboard().write(`text ${count}`)).toBe(true);
    expect(paste()).toBe('text 10');
  });

  it('says false when somebody else takes it each time', async () => {
    program(
      'xclip',
      `case " $* " in *" -in "*) printf %s other | ${real('xclip')} "$@" ;; *) ${real('xclip')} "$@" ;; esac`,
    );
    expect(await clipboard({ PATH: `${folder}:${path}` }).write('mine')).toBe(false);
    expect(paste()).toBe('other');
  });

  it('writes once more when somebody else has taken it', async () => {
    program(
      'xclip',
      `if [ -e ${folder}/taken ]; then exec ${real('xclip')} "$@"; fi
case " $* " in *" -out "*) : > ${folder}/taken; printf %s other | ${real('xclip')} -selection clipboard -in >/dev/null 2>&1 ;; esac
exec ${real('xclip')} "$@"`,
    );
    expect(await clipboard({ PATH: `${folder}:${path}` }).write('mine')).toBe(true);
    expect(paste()).toBe('mine');
  });

  it('says false when there is no text to be read', async () => {
    const nothing = `exec ${real('xclip')} -selection secondary -out -target UTF8_STRING`;
    program('xclip', `case " $* " in *" -in "*) cat >/dev/null ;; *) ${nothing} ;; esac`);
    expect(await clipboard({ PATH: `${folder}:${path}` }).write('mine')).toBe(false);
  });

  it('compares to the last byte', async () => {
    program(
      'xclip',
      `case " $* " in *" -in "*) cat >${folder}/kept ;; *) cat ${folder}/kept; echo ;; esac`,
    );
    expect(await clipboard({ PATH: `${folder}:${path}` }).write('mine')).toBe(false);
  });

  it('ends a writer that hangs, and all it started', async () => {
    program('xclip', `sleep 300 & echo $! >${folder}/pid; wait`);
    await expect(
      clipboard({ PATH: `${folder}:${path}` }, { deadlineMs: 300 }).write('mine'),
    ).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(/could not be written: “xclip” did not end within 0\.3 s/),
    });
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('tells a reader that hangs', async () => {
    program('xclip', `case " $* " in *" -in "*) cat >/dev/null ;; *) exec sleep 300 ;; esac`);
    await expect(
      clipboard({ PATH: `${folder}:${path}` }, { deadlineMs: 300 }).write('mine'),
    ).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(/could not be read back/),
    });
  });

  it('tells a display that is not there', async () => {
    await expect(
      clipboard({ DISPLAY: ':9999' }, undefined, { kind: 'x11', display: ':9999' }).write('mine'),
    ).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(/“xclip” ended with exit code 1.*display :9999/),
    });
  });

  it('names the package when no tool is installed', async () => {
    const bare = clipboard({ PATH: folder });
    await expect(bare.write('mine')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(/xclip is not on PATH.*apt install xclip/),
    });
    expect(bare.name).toBe('none');
    expect(bare.check()).toMatchObject({ name: 'clipboard', ok: false });
  });

  it('finds a tool that is installed later', async () => {
    const later = clipboard({ PATH: folder });
    expect(later.name).toBe('none');
    program(
      'xsel',
      `case " $* " in *" --input "*) cat >${folder}/kept ;; *) cat ${folder}/kept ;; esac`,
    );
    expect(later.name).toBe('xsel');
  });

  it.each([
    ['an empty text', ''],
    ['a text with U+0000', 'cut\0here'],
  ])('refuses %s and leaves the clipboard alone', async (_, text) => {
    await clipboard().write('before');
    await expect(clipboard().write(text)).rejects.toMatchObject({ code: 'delivery_failed' });
    expect(paste()).toBe('before');
  });
});

describe('what is on the clipboard', () => {
  it('is read, whoever has put it there', async () => {
    const text = 'naïve “Grüße” 👩🏽‍💻\r\n\n';
    copy(text);
    expect(await clipboard().read()).toBe(text);
  });

  it.each([
    ['a picture', ['-target', 'image/png'], 'PNG'],
    ['an empty text', [], ''],
  ])('is null where it is %s', async (_, target, content) => {
    copy(content, target);
    expect(await clipboard().read()).toBeNull();
  });

  it('is null where there is nothing, no tool or no desktop', async () => {
    const empty = await startDisplay();
    expect(await clipboard(empty.env).read()).toBeNull();
    await empty.close();
    expect(await clipboard({ PATH: folder }).read()).toBeNull();
    expect(await clipboard({}, undefined, { kind: 'none' }).read()).toBeNull();
  });

  it('is left to somebody else by a gentle writer', async () => {
    program(
      'xclip',
      `case " $* " in *" -in "*) echo >>${folder}/writes; printf %s other | ${real('xclip')} "$@" ;; *) ${real('xclip')} "$@" ;; esac`,
    );
    const gentle = clipboard({ PATH: `${folder}:${path}` });
    expect(await gentle.write('mine', { isGentle: true })).toBe(false);
    expect(readFileSync(join(folder, 'writes'), 'utf8')).toBe('\n');
  });

  it('is neither read nor written any more when that is called off', async () => {
    program('xclip', `echo $$ >${folder}/pid; exec sleep 300`);
    const hanging = clipboard({ PATH: `${folder}:${path}` });
    for (const use of [
      (cancel: AbortSignal) => hanging.read({ cancel }),
      (cancel: AbortSignal) => hanging.write('mine', { cancel }),
    ]) {
      const late = new AbortController();
      const used = use(late.signal);
      const pid = () => Number(readFileSync(join(folder, 'pid'), 'utf8'));
      await expect.poll(() => existsSync(join(folder, 'pid')) && pid() > 0).toBe(true);
      late.abort(new Error('too late'));
      await expect(used).rejects.toThrow('too late');
      await expect.poll(() => isRunning(pid())).toBe(false);
      rmSync(join(folder, 'pid'));
    }
  });
});

describe('the clipboard elsewhere', () => {
  it('says that there is no desktop session', async () => {
    const none = clipboard({}, undefined, { kind: 'none' });
    await expect(none.write('mine')).rejects.toMatchObject({
      code: 'delivery_failed',
      message: expect.stringMatching(/no desktop session: DISPLAY and WAYLAND_DISPLAY are not set/),
    });
  });

  it('names wl-clipboard on Wayland', () => {
    const wayland = clipboard({ PATH: folder }, undefined, {
      kind: 'wayland',
      display: null,
      desktop: 'sway',
    });
    expect(wayland.check().fix).toContain('apt install wl-clipboard');
  });

  it('uses wl-copy and wl-paste, and takes nothing away from what they give', async () => {
    program('wl-copy', `cat >${folder}/kept`);
    program('wl-paste', `[ "$1" = --no-newline ] && cat ${folder}/kept`);
    const wayland = clipboard({ PATH: `${folder}:${path}` }, undefined, {
      kind: 'wayland',
      display: ':0',
      desktop: '',
    });
    expect(wayland.name).toBe('wl-copy');
    expect(await wayland.write('a\n')).toBe(true);
  });
});

function clipboard(
  env: Record<string, string> = {},
  options?: { deadlineMs: number },
  session: DesktopSession = { kind: 'x11', display: display.env.DISPLAY },
): SystemClipboard {
  const programs = openPrograms({ env: { PATH: path, ...display.env, ...env }, platform: 'linux' });
  return new SystemClipboard(session, programs, options);
}

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function real(name: string): string {
  return openPrograms({ env: { PATH: path }, platform: 'linux' }).find(name) ?? name;
}

function paste(): string {
  return execFileSync('xclip', ['-selection', 'clipboard', '-out'], {
    env: { PATH: path, ...display.env },
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  });
}

/** Copies as another program does. */
function copy(content: string, target: readonly string[] = []): void {
  execFileSync('xclip', ['-selection', 'clipboard', '-in', ...target], {
    env: { PATH: path, ...display.env },
    input: content,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
