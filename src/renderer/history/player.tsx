import { useEffect, useRef, useState } from 'preact/hooks';

import type { Waveform } from '../../protocol/requests.ts';
import { useApp } from '../app-context.ts';
import { Icon } from '../parts/icon.tsx';
import { sentenceOf } from '../refusal.ts';
import { clockOf } from '../time.ts';
import { WaveformSlider } from './waveform-slider.tsx';

/** So many peaks are drawn of a recording. */
const points = 160;

/** The arrow keys go so far. */
const stepSeconds = 5;

/** Plays a session's recording; its waveform is where one seeks. */
export function Player({ id, durationMs }: { id: string; durationMs: number }) {
  const { ask } = useApp();
  const audio = useRef<HTMLAudioElement>(null);
  const [waveform, setWaveform] = useState<Waveform | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  const length = durationMs / 1000;

  useEffect(() => {
    let isWanted = true;
    ask('get_waveform', { session_id: id, points }).then(
      (told) => isWanted && setWaveform(told),
      (thrown: unknown) => isWanted && setProblem(sentenceOf(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [ask, id]);

  // The element's own events come four times a second: too few for a hand that moves smoothly.
  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    const look = () => {
      setSeconds(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const seek = (to: number) => {
    if (audio.current === null) return;
    audio.current.currentTime = Math.max(0, Math.min(length, to));
    setSeconds(audio.current.currentTime);
  };
  const toggle = () => {
    if (audio.current === null) return;
    if (isPlaying) audio.current.pause();
    else audio.current.play().catch((thrown: unknown) => setProblem(sentenceOf(thrown)));
  };
  return (
    <div class="player" role="group" aria-label="Recording">
      <audio
        ref={audio}
        src={`/audio/${id}`}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => seek(0)}
        onError={() => setProblem('The recording cannot be played.')}
      />
      <button class="button play" aria-label={isPlaying ? 'Pause' : 'Play'} onClick={toggle}>
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <WaveformSlider
        peaks={waveform?.peaks ?? []}
        seconds={seconds}
        length={length}
        stepSeconds={stepSeconds}
        onSeek={seek}
      />
      <span class="player-time">
        {clockOf(seconds * 1000)} <span>/ {clockOf(durationMs)}</span>
      </span>
      {problem !== null && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
