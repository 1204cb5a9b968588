import { describe, expect, it } from 'vitest';

import {
  parseArecordList,
  parsePactlSources,
  parsePipeWireDump,
} from '../../src/audio/microphone-lists.ts';

const monitor = `Source #0
	State: SUSPENDED
	Name: out.monitor
	Description: Monitor of Built-in
	Monitor of Sink: out
`;
const headset = `Source #51
	State: RUNNING
	Name: alsa_input.usb
	Description: Zoë's "best": headset
	Monitor of Sink: n/a
	Properties:
		device.description = "Name: not this"
`;

describe('pactl', () => {
  it('lists microphones without monitors', () => {
    expect(parsePactlSources(`${monitor}\n${headset}`, 'Default Source: alsa_input.usb\n')).toEqual(
      [{ name: 'alsa_input.usb', description: 'Zoë\'s "best": headset', is_default: true }],
    );
  });

  it('lists monitors when there is nothing else', () => {
    expect(parsePactlSources(monitor, 'Default Source: other\n')).toEqual([
      { name: 'out.monitor', description: 'Monitor of Built-in', is_default: false },
    ]);
  });

  it('lists nothing where there is nothing', () => {
    expect(parsePactlSources('', '')).toEqual([]);
  });
});

describe('arecord', () => {
  it('lists what converts by itself, not filters and raw hardware', () => {
    const list = `null
    Discard all samples (playback) or generate zero samples (capture)
default
    Playback/recording through the PulseAudio sound server
hw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC257 Analog
    Direct hardware device without any conversions
plughw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC257 Analog
    Hardware device with all software conversions
`;
    expect(parseArecordList(list)).toEqual([
      {
        name: 'default',
        description: 'Playback/recording through the PulseAudio sound server',
        is_default: true,
      },
      {
        name: 'plughw:CARD=PCH,DEV=0',
        description: 'HDA Intel PCH, ALC257 Analog, Hardware device with all software conversions',
        is_default: false,
      },
    ]);
  });
});

describe('pw-dump', () => {
  const node = (name: string, kind: string, description?: string) => ({
    type: 'PipeWire:Interface:Node',
    info: {
      props: { 'media.class': kind, 'node.name': name, 'node.description': description },
    },
  });
  const metadata = {
    type: 'PipeWire:Interface:Metadata',
    metadata: [
      { key: 'default.audio.sink', value: { name: 'out' } },
      { key: 'default.audio.source', value: { name: 'mymic' } },
    ],
  };

  it('lists the sources and marks the default', () => {
    const dump = [
      node('out', 'Audio/Sink', 'Loudspeaker'),
      node('mymic', 'Audio/Source/Virtual', 'My Microphone'),
      node('plain', 'Audio/Source'),
      metadata,
      null,
    ];
    expect(parsePipeWireDump(JSON.stringify(dump))).toEqual([
      { name: 'mymic', description: 'My Microphone', is_default: true },
      { name: 'plain', description: 'plain', is_default: false },
    ]);
  });

  it('lists nothing of a dump that is no list, and throws on what is no JSON', () => {
    expect(parsePipeWireDump('{}')).toEqual([]);
    expect(() => parsePipeWireDump('no')).toThrow(SyntaxError);
  });
});
