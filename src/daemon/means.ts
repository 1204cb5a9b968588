import { draftSession } from '../core/session.ts';
import type { Means } from '../core/story.ts';
import type { EventData, EventName } from '../protocol/events.ts';
import type { Session } from '../protocol/session.ts';
import type { Overrides } from '../protocol/settings.ts';
import { afterCue } from './cue.ts';
import { deliver } from './delivery.ts';
import type { Parts } from './parts.ts';

/** What one session will need, as the settings are now, with what was asked for this once. */
export function chooseMeans(
  parts: Parts,
  id: string,
  overrides: Overrides,
): Omit<Means, 'takeTurn'> {
  const { clock, store, recorder, engines, feed, host, log } = parts;
  const settings = parts.settings();
  const { language = settings.language } = overrides;
  const wanted = {
    // Another engine than the command line's does not have the command line's model.
    ...(overrides.engine === undefined ? parts.wanted : {}),
    ...(overrides.engine === undefined ? {} : { engine: overrides.engine }),
    ...(overrides.model === undefined ? {} : { model: overrides.model }),
  };
  const outputs = overrides.output ?? settings.output;
  const { cue } = host;
  const quiet = settings.stop_after_silence_seconds;
  return {
    clock,
    ledger: store,
    recorder: cue && settings.sounds ? afterCue(recorder, cue) : recorder,
    microphone: settings.microphone,
    limits: {
      others: settings.microphones,
      withinMs: settings.deadlines.microphone_seconds * 1000,
      maxMs: (overrides.max_seconds ?? settings.max_seconds) * 1000,
      quietMs: quiet === null ? null : quiet * 1000,
    },
    engine: () =>
      engines.choose({ ...settings, language }, wanted, ({ from, to, error }) =>
        // Without the message: what a program has said may be part of the text.
        log.write('warn', `${from} failed (${error.code}); ${to} takes the same audio`, id),
      ),
    hints: { languages: settings.languages, words: settings.text.dictionary },
    isTranscribedWhileRecording: settings.transcribe_while_recording,
    polish: (raw, session, cancel) => parts.text.polish(raw, { session, settings, cancel }),
    deliver: (text) => deliver(text, outputs, { host, clock, custody: parts.custody, settings }),
    announce: <Name extends EventName>(name: Name, data: EventData[Name]) =>
      feed.announce(name, data, id),
  };
}

/** A new session, dated now. Throws `invalid_request` for a preset that is not there. */
export function draft(parts: Parts, id: string, overrides: Overrides): Session {
  const settings = parts.settings();
  const session = draftSession({
    id,
    createdAt: new Date(parts.clock.now()).toISOString(),
    logPath: parts.store.logPath(id),
    overrides,
    settings,
  });
  return { ...session, preset: parts.text.presetOf(overrides, settings.preset, settings) };
}
