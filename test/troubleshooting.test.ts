import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { Client, Home } from './fixtures/home.ts';
import { writeRecogniser } from './fixtures/recogniser.ts';
import { writeTone } from './fixtures/sound.ts';

const text = readFileSync(join(import.meta.dirname, '..', 'docs', 'troubleshooting.md'), 'utf8');
const homes: Home[] = [];
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const home of homes.splice(0)) await home.close();
});

/** How each block of the document comes about; gives the home in which its commands are run. */
const situations: Readonly<Record<string, (home: Home) => Promise<Home>>> = {
  'not-running': (home) => Promise.resolve(home),
  killed: async (home) => {
    await (await home.listen()).end('SIGKILL');
    return home;
  },
  running: async (home) => {
    await home.listen();
    return home;
  },
  'file-in-the-way': (home) => {
    writeFileSync(home.socket, '');
    return Promise.resolve(home);
  },
  'open-folder': (home) => {
    chmodSync(join(home.folder, 'run'), 0o755);
    return Promise.resolve(home);
  },
  'no-folder': (home) =>
    Promise.resolve(home.with({ XDG_RUNTIME_DIR: join(home.folder, 'run', 'gone') })),
  stopped: async (home) => {
    (await home.listen()).child.kill('SIGSTOP');
    return home;
  },
  'no-microphone': async (home) => {
    await home.listen();
    return home;
  },
  'no-engine': (home) => Promise.resolve(home.with({ PATH: emptyFolder(home) })),
  'no-engine-yet': (home) => Promise.resolve(home.with({ PATH: emptyFolder(home) })),
  wayland: (home) =>
    Promise.resolve(home.with({ WAYLAND_DISPLAY: 'wayland-1', XDG_CURRENT_DESKTOP: 'sway' })),
  'no-desktop': (home) => Promise.resolve(home),
  'no-clipboard': async (home) => {
    const daemon = await dictating(home.with({ DISPLAY: ':77', PATH: emptyFolder(home) }));
    const client = await daemon.connect();
    await client.call('start_session', {});
    const elapsed = async () => (await client.call('status')).session?.elapsed_ms;
    await expect.poll(elapsed).toBeGreaterThan(200);
    await client.call('stop_session', { wait: true });
    await client.close();
    return home;
  },
  'too-many': async (home) => {
    await home.settings({ max_connections: 1 });
    const client = await (await home.listen()).connect();
    clients.push(client);
    await client.call('ping');
    return home;
  },
  moved: async (home) => {
    const without = home.with({ PATH: emptyFolder(home) });
    await without.whis('autostart', 'on');
    const entry = join(home.folder, 'config', 'autostart', 'whis.desktop');
    const moved = readFileSync(entry, 'utf8').replace(process.execPath, '/opt/old/node');
    writeFileSync(entry, moved);
    return without;
  },
};

interface Block {
  readonly situation: string;
  /** Each command, and the lines that it prints. */
  readonly commands: readonly (readonly [command: string, lines: readonly string[]])[];
}

const blocks = Array.from(
  text.matchAll(/^```console ([\w-]+)\n(.*?)^```$/gms),
  ([, situation = '', body = '']): Block => ({
    situation,
    commands: body
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...lines] = part.trimEnd().split('\n');
        return [command, lines];
      }),
  }),
);

describe('docs/troubleshooting.md', () => {
  it.each(blocks.map((block) => [block.situation, block] as const))(
    'prints what whis prints: %s',
    async (situation, { commands }) => {
      const home = await Home.make();
      homes.push(home);
      const arranged = (await situations[situation]?.(home)) ?? expect.fail('no such situation');
      for (const [command, lines] of commands) {
        const [program, ...args] = command.split(' ');
        expect(program).toBe('whis');
        const wanted = lines.filter((line) => line !== '…');
        const isPart = wanted.length < lines.length;
        const printed = (await run(arranged, args)).split('\n').filter((line) => line !== '');
        const found = wanted.filter((line) => printed.some((other) => matches(line, other, home)));
        expect({ found, printed }).toEqual({ found: wanted, printed });
        if (!isPart) expect(printed).toHaveLength(wanted.length);
      }
    },
  );

  it('shows every situation', () => {
    expect(blocks.map(({ situation }) => situation)).toEqual(Object.keys(situations));
  });
});

/** What a command prints; a daemon that listens is ended once it has said so. */
async function run(home: Home, args: readonly string[]): Promise<string> {
  const program = home.start(...args);
  const isListening = program.prints('End: Ctrl-C').then(
    () => program.end(),
    () => {},
  );
  await program.code;
  await isListening;
  return program.printed;
}

/** Whether a line is what the document prints, `…`, process ids and the home's folder aside. */
function matches(wanted: string, printed: string, home: Home): boolean {
  const pattern = wanted
    .replaceAll('/run/user/1000', join(home.folder, 'run'))
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '.*')
    .replaceAll('4711', '\\d+');
  return new RegExp(`^${pattern}$`).test(printed);
}

function emptyFolder(home: Home): string {
  const folder = join(home.folder, 'empty');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function dictating(home: Home) {
  await home.settings({
    ...(await writeRecogniser(home, "echo 'Good morning.'")),
    hotkey: null,
  });
  const wav = await writeTone(join(home.folder, 'mic.wav'));
  return home.listen('--input', wav);
}
