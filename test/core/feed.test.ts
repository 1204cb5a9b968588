import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Feed, replayLength, type Interest } from '../../src/core/feed.ts';
import type { EventTopic, WhisEvent } from '../../src/protocol/events.ts';
import { modelProgress } from '../fixtures/model-progress.ts';

const clock = { now: () => Date.UTC(2026, 10, 20, 10), elapsed: () => 0 };

function interest(...topics: EventTopic[]): Interest {
  return { topics: new Set(topics) };
}

function listening(feed: Feed, wanted: Interest): WhisEvent[] {
  const heard: WhisEvent[] = [];
  feed.subscribe(wanted, (event) => heard.push(event));
  return heard;
}

describe('Feed', () => {
  it('numbers every event but levels and the progress of models, without a hole', () => {
    const feed = new Feed(clock);
    const heard = listening(feed, interest('all'));
    feed.announce('state_changed', { from: 'idle', to: 'recording' });
    feed.announce('level', { dbfs: -30, elapsed_ms: 100 }, 'a');
    feed.announce('model_progress', modelProgress);
    feed.announce('session_cancelled', {}, 'a');
    expect(heard.map(({ seq, event }) => [seq, event])).toEqual([
      [1, 'state_changed'],
      [undefined, 'level'],
      [undefined, 'model_progress'],
      [2, 'session_cancelled'],
    ]);
    expect(heard[3]).toMatchObject({ at: '2026-11-20T10:00:00.000Z', session_id: 'a' });
    expect(feed.seq).toBe(2);
  });

  it('sends a subscriber the log lines that matter enough to it', () => {
    const feed = new Feed(clock);
    const all = listening(feed, interest('logs'));
    const grave = listening(feed, { ...interest('all'), level: 'warn' });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      feed.announce('log_line', { level, line: level });
    }
    feed.announce('session_cancelled', {}, 'a');
    expect(all).toHaveLength(4);
    expect(grave.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(feed.replay(0, { ...interest('logs'), level: 'error' })).toMatchObject([{ seq: 4 }]);
  });

  it('sends a subscriber only its topics and its session', () => {
    const feed = new Feed(clock);
    const sessions = listening(feed, interest('sessions'));
    const ofA = listening(feed, { ...interest('all'), sessionId: 'a' });
    feed.announce('session_cancelled', {}, 'a');
    feed.announce('session_cancelled', {}, 'b');
    feed.announce('state_changed', { from: 'idle', to: 'recording' });
    feed.announce('shutting_down', { reason: 'asked to' });
    expect(sessions.map(({ event }) => event)).toEqual([
      'session_cancelled',
      'session_cancelled',
      'shutting_down',
    ]);
    expect(ofA.map(({ event }) => event)).toEqual(['session_cancelled', 'shutting_down']);
  });

  it('says no more to who has unsubscribed', () => {
    const feed = new Feed(clock);
    const heard: WhisEvent[] = [];
    const listener = (event: WhisEvent) => void heard.push(event);
    feed.subscribe(interest('all'), listener);
    feed.unsubscribe(listener);
    feed.announce('session_cancelled', {}, 'a');
    expect(heard).toEqual([]);
  });

  it('replays what came after a number, and tells what it has not kept', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 400 }), (more, since) => {
        const feed = new Feed(clock);
        const total = replayLength + more;
        for (let n = 0; n < total; n += 1) feed.announce('session_cancelled', {}, 'a');
        const told = feed.replay(since, interest('all'));
        const numbers = told.flatMap((event) => {
          if (event.event !== 'gap') return [event.seq ?? 0];
          const { from_seq: from, to_seq: to } = event.data;
          return Array.from({ length: to - from + 1 }, (_, index) => from + index);
        });
        expect(numbers).toEqual(
          Array.from({ length: total - since }, (_, index) => since + 1 + index),
        );
        expect(told.filter(({ event }) => event === 'gap').length).toBe(since < more ? 1 : 0);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps what matters, however long a model is downloaded', () => {
    const feed = new Feed(clock);
    feed.announce('session_cancelled', {}, 'a');
    for (let n = 0; n <= replayLength; n += 1) feed.announce('model_progress', modelProgress);
    feed.announce('models_changed', { name: 'tiny', installed: true });
    expect(feed.replay(0, interest('all')).map(({ seq, event }) => [seq, event])).toEqual([
      [1, 'session_cancelled'],
      [2, 'models_changed'],
    ]);
  });

  it('tells a number of another run as a gap over everything', () => {
    const feed = new Feed(clock);
    feed.announce('session_cancelled', {}, 'a');
    expect(feed.replay(77, interest('all'))).toMatchObject([
      { event: 'gap', data: { from_seq: 1, to_seq: 1 } },
    ]);
    expect(new Feed(clock).replay(77, interest('all'))).toEqual([]);
  });
});
