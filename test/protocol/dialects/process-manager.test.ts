import { describe, expect, it } from 'vitest';

import {
  isManagerVerb,
  managerVerb,
  readManager,
  writeManager,
  writeManagerEvent,
} from '../../../src/protocol/dialects/process-manager.ts';
import { WhisError } from '../../../src/protocol/errors.ts';
import type { EventName, WhisEvent } from '../../../src/protocol/events.ts';

function read(payload: unknown): unknown {
  const found = managerVerb(payload);
  if (found === null || !isManagerVerb(found.verb)) return null;
  const request = readManager(found.verb, found.fields);
  return request instanceof WhisError ? request.code : request;
}

const everyEvent: readonly EventName[] = [
  'session_updated',
  'partial',
  'segment',
  'session_cancelled',
  'session_restored',
  'session_deleted',
  'delivered',
  'level',
  'microphone_silent',
  'microphone_lost',
  'hotkey_lost',
  'engine_restarted',
  'model_progress',
  'models_changed',
  'settings_changed',
  'gap',
  'overflow',
  'shutting_down',
];

function eventType(event: EventName): unknown {
  const written = writeManagerEvent({
    type: 'event',
    seq: 3,
    at: 'now',
    event,
    session_id: 'a',
    data: { x: 1 },
  } as unknown as WhisEvent);
  expect(written).toEqual({
    Event: { event_type: expect.any(String), data: { x: 1, name: 'a', at: 'now', seq: 3 } },
  });
  return (written as { Event: { event_type: string } }).Event.event_type;
}

describe('requests in the shape of the process manager', () => {
  it.each([
    ['"List"', { type: 'list_sessions', limit: 1000 }],
    ['{"List":null}', { type: 'list_sessions', limit: 1000 }],
    ['{"Status":{"name":null}}', { type: 'list_sessions', limit: 1000 }],
    ['"Status"', { type: 'list_sessions', limit: 1000 }],
    ['{"Status":{"name":"last"}}', { type: 'get_session', session_id: 'last' }],
    ['{"Start":{"name":"memo","config":""}}', { type: 'start_session', label: 'memo' }],
    [
      '{"Start":{"name":"memo","config":"{\\"language\\":\\"de\\"}"}}',
      { type: 'start_session', label: 'memo', language: 'de' },
    ],
    ['{"Start":{"name":"","config":null}}', { type: 'start_session' }],
    [
      '{"Start":{"name":"a","config":"{\\"type\\":\\"shutdown\\"}"}}',
      { type: 'start_session', label: 'a' },
    ],
    ['{"Start":{"name":"a","config":"[1]"}}', 'invalid_request'],
    ['{"Start":{"name":"a","config":"{"}}', 'invalid_request'],
    ['{"Stop":{"name":"current"}}', { type: 'stop_session', session_id: 'current' }],
    ['{"Stop":{"name":null}}', { type: 'stop_session' }],
    ['{"Restart":{"name":"last"}}', { type: 'restart_session', session_id: 'last' }],
    ['{"Delete":{"name":"last"}}', { type: 'delete_session', session_id: 'last' }],
    ['{"Logs":{"name":null,"lines":20}}', { type: 'logs', lines: 20 }],
    ['{"Logs":{"name":"last","lines":5}}', { type: 'logs', session_id: 'last', lines: 5 }],
    ['{"Logs":{"name":"last"}}', { type: 'logs', session_id: 'last' }],
    ['"Unsubscribe"', { type: 'unsubscribe' }],
    [
      '{"Subscribe":{"subscription":{"StatusEvents":{"app_name":null}}}}',
      { type: 'subscribe', events: ['status', 'sessions', 'partials'] },
    ],
    [
      '{"Subscribe":{"subscription":{"LogEvents":{"app_name":"last"}}}}',
      { type: 'subscribe', events: ['logs'], session_id: 'last' },
    ],
    [
      '{"Subscribe":{"subscription":{"AllEvents":{"app_name":null}}}}',
      { type: 'subscribe', events: ['all'] },
    ],
    ['{"Subscribe":{"subscription":{"NoEvents":{}}}}', 'invalid_request'],
    ['{"Subscribe":{"subscription":"AllEvents"}}', 'invalid_request'],
    ['{"Subscribe":{}}', 'invalid_request'],
    ['{"Subscribe":{"subscription":{"constructor":{}}}}', 'invalid_request'],
  ])('reads %s', (payload, request) => {
    expect(read(JSON.parse(payload))).toEqual(request);
  });

  it.each([['"list"'], ['{"Toggle":{}}'], ['"constructor"'], ['{"__proto__":{}}']])(
    'does not know %s',
    (payload) => {
      const found = managerVerb(JSON.parse(payload));
      expect(found === null || !isManagerVerb(found.verb)).toBe(true);
    },
  );

  it.each([['{"type":"ping"}'], ['{"List":1,"Status":2}'], ['{}'], ['[]'], ['null'], ['3']])(
    'leaves %s to the tagged requests',
    (payload) => {
      expect(managerVerb(JSON.parse(payload))).toBeNull();
    },
  );
});

describe('answers in the shape of the process manager', () => {
  it.each([
    [{ type: 'error', code: 'busy', message: 'no' }, { Error: { message: 'no' } }],
    [{ type: 'session_list', sessions: [1], next: null }, { Data: { data: { apps: [1] } } }],
    [{ type: 'session', session: { id: 'a' } }, { Data: { data: { app: { id: 'a' } } } }],
    [{ type: 'logs', lines: ['x'] }, { Data: { data: { lines: ['x'] } } }],
    [
      { type: 'session_started', session_id: 'a', log_path: '/x' },
      { Success: { message: 'session started a' } },
    ],
    [{ type: 'session_deleted', session_id: 'a' }, { Success: { message: 'session deleted a' } }],
    [{ type: 'subscribed', state: 'idle' }, { Success: { message: 'subscribed' } }],
    [{ type: 'ok' }, { Success: { message: 'ok' } }],
  ])('writes %j', (message, answer) => {
    expect(writeManager(message)).toEqual(answer);
  });

  it.each([
    ['state_changed', 'status_change'],
    ['session_started', 'process_started'],
    ['session_done', 'process_exited'],
    ['session_failed', 'process_crashed'],
    ['session_restarted', 'process_restarting'],
    ['log_line', 'log_line'],
  ] as const)('tells %s as %s', (event, type) => {
    expect(eventType(event)).toBe(type);
  });

  it.each(everyEvent)('keeps the name of %s', (event) => {
    expect(eventType(event)).toBe(event);
  });
});
