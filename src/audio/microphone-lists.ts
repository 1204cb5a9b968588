import type { Microphone } from '../protocol/microphone.ts';

/**
 * Reads `pactl list sources` and `pactl info` (in the C locale). The monitors of loudspeakers are
 * left out, unless there is nothing else.
 */
export function parsePactlSources(sources: string, info: string): Microphone[] {
  const standard = field(info, 'Default Source');
  const all = sources
    .split(/^Source #\d+$/mu)
    .slice(1)
    .map((block) => ({ block, name: field(block, 'Name') }))
    .filter(({ name }) => name !== '');
  const real = all.filter(({ block }) => field(block, 'Monitor of Sink') === 'n/a');
  return (real.length > 0 ? real : all).map(({ block, name }) => ({
    name,
    description: field(block, 'Description') || name,
    is_default: name === standard,
  }));
}

/**
 * Reads `arecord -L`: a name on a line of its own, then indented lines that describe it. Only what can
 * give 16 kHz mono from any hardware is a microphone: the sound servers' plugins, and the names that
 * convert (`plughw:`, `sysdefault:`). The rest are filters, files and raw hardware.
 */
export function parseArecordList(list: string): Microphone[] {
  return list
    .split(/^(?=\S)/mu)
    .map((entry) => entry.split('\n').map((line) => line.trim()))
    .map(([name = '', ...words]) => ({ name, description: words.filter(Boolean).join(', ') }))
    .filter(({ name }) => /^(default|pulse|pipewire)$|^(plughw|sysdefault):/u.test(name))
    .map(({ name, description }) => ({
      name,
      description: description || name,
      is_default: name === 'default',
    }));
}

/**
 * Reads `pw-dump`: the nodes whose class is an audio source, and the metadata in which the session
 * manager keeps the default's name. Throws a SyntaxError on anything but JSON.
 */
export function parsePipeWireDump(dump: string): Microphone[] {
  const parsed: unknown = JSON.parse(dump);
  const objects = Array.isArray(parsed) ? (parsed as readonly unknown[]) : [];
  const standard = objects
    .flatMap((object) => (at(object, 'metadata') as readonly unknown[] | undefined) ?? [])
    .filter((entry) => at(entry, 'key') === 'default.audio.source')
    .map((entry) => at(entry, 'value', 'name'))
    .at(-1);
  return objects.flatMap((object) => {
    const properties = at(object, 'info', 'props');
    const name = at(properties, 'node.name');
    const isSource = String(at(properties, 'media.class')).startsWith('Audio/Source');
    if (!isSource || typeof name !== 'string') return [];
    const description = at(properties, 'node.description');
    return [
      {
        name,
        description: typeof description === 'string' && description ? description : name,
        is_default: name === standard,
      },
    ];
  });
}

function field(block: string, name: string): string {
  return new RegExp(`^\\s*${name}: (.*)$`, 'mu').exec(block)?.[1]?.trim() ?? '';
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
