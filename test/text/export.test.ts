import { describe, expect, it } from 'vitest';

import { draftSession } from '../../src/core/session.ts';
import type { Session } from '../../src/protocol/session.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { exportSession } from '../../src/text/export.ts';

const session: Session = {
  ...draftSession({
    id: 's1',
    createdAt: '2026-11-20T10:00:00.000Z',
    logPath: '/logs/s1',
    overrides: { label: 'letter' },
    settings: defaultSettings,
  }),
  status: 'done',
  text: 'one < two & three',
  duration_ms: 3_725_250,
  segments: [
    { start_s: 0, end_s: 1.5, text: ' one < two' },
    { start_s: 3661.0004, end_s: 3725.25, text: '& three\n\nfour' },
    { start_s: 3725.25, end_s: 3726, text: '  ' },
  ],
};

describe('exportSession', () => {
  it('writes the text alone', () => {
    expect(exportSession(session, 'txt')).toBe('one < two & three\n');
  });

  it('writes Markdown with its label and date', () => {
    expect(exportSession(session, 'md')).toBe(
      '## letter\n\n*2026-11-20T10:00:00.000Z*\n\none < two & three\n',
    );
    expect(exportSession({ ...session, label: null }, 'md')).toBe(
      '## 2026-11-20T10:00:00.000Z\n\none < two & three\n',
    );
  });

  it('writes everything as JSON', () => {
    expect(JSON.parse(exportSession(session, 'json'))).toEqual(session);
  });

  it('writes SubRip with the times of the segments, numbered, without blank lines in a cue', () => {
    expect(exportSession(session, 'srt')).toBe(
      '1\n00:00:00,000 --> 00:00:01,500\none < two\n\n2\n01:01:01,000 --> 01:02:05,250\n& three\nfour\n',
    );
  });

  it('writes WebVTT, with what would begin a tag or an entity escaped', () => {
    expect(exportSession(session, 'vtt')).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\none &lt; two\n\n01:01:01.000 --> 01:02:05.250\n&amp; three\nfour\n',
    );
  });

  it('makes one cue of the whole where the engine gave no times', () => {
    expect(exportSession({ ...session, segments: [], text: 'all', duration_ms: 2000 }, 'srt')).toBe(
      '1\n00:00:00,000 --> 00:00:02,000\nall\n',
    );
    expect(exportSession({ ...session, segments: [], text: null }, 'srt')).toBe('');
  });
});
