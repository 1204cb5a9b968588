import { describe, expect, it } from 'vitest';

import { checkDoor } from '../../src/daemon/doors.ts';
import type { RequestType } from '../../src/protocol/requests.ts';

const refused: readonly (readonly [RequestType, object])[] = [
  ['hello', {}],
  ['attach_session', {}],
  ['shutdown', {}],
  ['set_setting', { key: 'engines', value: {} }],
  ['set_setting', { key: 'engines.command', value: {} }],
  ['set_setting', { key: 'engines.command.argv', value: ['sh'] }],
  ['set_setting', { key: 'engines.command.preset', value: 'pocketsphinx' }],
  ['set_setting', { key: 'engines.groq', value: {} }],
  ['set_setting', { key: 'engines.openai.base_url', value: 'https://elsewhere.example/v1' }],
  ['set_setting', { key: 'chat', value: {} }],
  ['set_setting', { key: 'chat.base_url', value: 'https://elsewhere.example/v1' }],
  ['set_setting', { key: 'presets', value: [] }],
  ['set_setting', { key: 'socket_path', value: '/tmp/other' }],
  ['set_setting', { key: 'output', value: ['clipboard', 'file:/tmp/out'] }],
  ['start_session', { input_file: '/etc/hostname' }],
  ['start_session', { output: ['file:/tmp/out'] }],
  ['toggle', { output: ['file:/tmp/out'] }],
  ['deliver_session', { session_id: 'last', output: ['file:/tmp/out'] }],
];

const allowed: readonly (readonly [RequestType, object])[] = [
  ['status', {}],
  ['set_setting', { key: 'engine', value: 'local' }],
  ['set_setting', { key: 'engines.openai.api_key', value: 'sk-1' }],
  ['set_setting', { key: 'engines.local.model', value: 'a' }],
  ['set_setting', { key: 'engines.groq.model', value: 'whisper-large-v3' }],
  ['set_setting', { key: 'chat.model', value: 'llama3.2' }],
  ['set_setting', { key: 'preset', value: 'email' }],
  ['set_setting', { key: 'text.replacements', value: { wiz: 'whis' } }],
  ['set_setting', { key: 'output', value: ['clipboard', 'paste'] }],
  ['restart_session', { session_id: 'last', preset: 'email' }],
  // Words of a text are no places.
  ['set_setting', { key: 'microphone', value: 'file:/tmp/out' }],
  ['start_session', { output: ['clipboard'], label: 'file:/tmp/out' }],
];

describe('the door for windows', () => {
  it.each(refused)('refuses %s %j', (type, fields) => {
    expect(() => checkDoor({ door: 'window' }, type, fields)).toThrow(
      expect.objectContaining({ code: 'not_allowed' }),
    );
  });

  it.each(allowed)('lets %s %j through', (type, fields) => {
    expect(() => checkDoor({ door: 'window' }, type, fields)).not.toThrow();
  });
});

describe.each(['socket', 'host'] as const)('the door for a %s', (door) => {
  it.each(refused)('lets %s %j through', (type, fields) => {
    expect(() => checkDoor({ door }, type, fields)).not.toThrow();
  });
});
