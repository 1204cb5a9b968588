import { clockOf } from '../time.ts';

/** The drawing's own units: each peak takes three of them. */
const peakWidth = 3;
const drawingHeight = 40;

/** A recording's loudness from its beginning to its end; a click or the arrows seek in it. */
export function WaveformSlider({
  peaks,
  seconds,
  length,
  stepSeconds,
  onSeek,
}: {
  peaks: readonly number[];
  seconds: number;
  length: number;
  stepSeconds: number;
  onSeek: (seconds: number) => void;
}) {
  const width = Math.max(1, peaks.length) * peakWidth;
  const share = length > 0 ? seconds / length : 0;
  const seekTo = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) => {
    const { left, width: drawn } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / drawn) * length);
  };
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: seconds + stepSeconds,
      ArrowUp: seconds + stepSeconds,
      ArrowLeft: seconds - stepSeconds,
      ArrowDown: seconds - stepSeconds,
      Home: 0,
      End: length,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onSeek(to);
  };
  return (
    <svg
      class="waveform"
      viewBox={`0 0 ${width} ${drawingHeight}`}
      preserveAspectRatio="none"
      role="slider"
      tabindex={0}
      aria-label="Place in the recording"
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(seconds)}
      aria-valuetext={`${clockOf(seconds * 1000)} of ${clockOf(length * 1000)}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      onKeyDown={press}
    >
      {peaks.map((peak, index) => {
        const tall = Math.max(1.5, peak ** 0.7 * drawingHeight);
        return (
          <rect
            key={index}
            class={index / peaks.length < share ? 'is-played' : undefined}
            x={index * peakWidth + 0.5}
            y={(drawingHeight - tall) / 2}
            width={peakWidth - 1}
            height={tall}
          />
        );
      })}
    </svg>
  );
}
