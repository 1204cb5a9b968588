import { join } from 'node:path';

import type { Session } from '../../src/protocol/session.ts';
import { findPaths, type Paths } from '../../src/store/paths.ts';

/** The paths under a home folder, as on Linux. */
export function pathsIn(home: string): Paths {
  return findPaths({ platform: 'linux', env: {}, uid: 1000, user: 'somebody', home });
}

/** A session that is done and delivered, but for what `differences` say. */
export function aSession(paths: Paths, id: string, differences: Partial<Session> = {}): Session {
  return {
    id,
    status: 'done',
    created_at: '2026-11-20T10:00:00.000Z',
    started_at: '2026-11-20T10:00:00.050Z',
    ended_at: '2026-11-20T10:00:02.000Z',
    duration_ms: 1950.0625,
    label: null,
    working_dir: null,
    language: 'en',
    engine: 'local',
    model: 'tone',
    preset: null,
    text: 'hello world',
    raw_text: 'hello  world',
    segments: [{ start_s: 0, end_s: 1.5, text: 'hello world' }],
    audio_path: join(paths.audio, `${id}.wav`),
    log_path: join(paths.sessionLogs, `${id}.jsonl`),
    error: null,
    retry_at: null,
    delivered: [{ to: 'clipboard', confirmed: true, at: '2026-11-20T10:00:02.100Z' }],
    timings_ms: {
      requested_to_first_frame: 12.5,
      stop_to_text: 300,
      engine: 250,
      text: 1,
      delivery: null,
    },
    recovered: false,
    ...differences,
  };
}
