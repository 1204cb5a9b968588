import { useEffect, useRef } from 'preact/hooks';

import { useApp } from '../app-context.ts';

const barPx = 3;
const gapPx = 3;
const stepPx = barPx + gapPx;

/** Levels come so often. */
const stepMs = 100;

/**
 * The loudness of the last seconds, one bar for each level, moving to the left. Draws only while
 * levels come; where motion is not wanted it moves a bar at a time.
 */
export function Wave({ of }: { of: 'dictation' | 'test' }) {
  const { level } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const bars: number[] = [];
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let lastAt = 0;
    let frame = 0;
    const paint = (now: number) => {
      const moved = isStill ? 1 : Math.min(1, (now - lastAt) / stepMs);
      draw(element, bars, moved);
      frame = !isStill && moved < 1 ? requestAnimationFrame(paint) : 0;
    };
    const begin = () => {
      lastAt = performance.now();
      if (frame === 0) frame = requestAnimationFrame(paint);
    };
    const end = level.subscribe((heard) => {
      if (heard === null || (heard.sessionId === null) !== (of === 'test')) return;
      bars.push(heard.loudness);
      if (bars.length > 1000) bars.splice(0, 500);
      begin();
    });
    const resized = new ResizeObserver(begin);
    resized.observe(element);
    return () => {
      end();
      resized.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [level, of]);
  return <canvas class="wave" ref={canvas} aria-hidden="true" />;
}

/** Draws the newest bar at the right edge; `moved` is how far it has come in, 0 to 1. */
function draw(element: HTMLCanvasElement, bars: readonly number[], moved: number): void {
  const { clientWidth: width, clientHeight: height } = element;
  const scale = devicePixelRatio;
  element.width = Math.round(width * scale);
  element.height = Math.round(height * scale);
  const context = element.getContext('2d');
  if (context === null) return;
  context.scale(scale, scale);
  context.fillStyle = getComputedStyle(element).color;
  const count = Math.ceil(width / stepPx) + 1;
  for (let back = 0; back < count; back += 1) {
    const loudness = bars[bars.length - 1 - back] ?? 0;
    const x = width - stepPx * (back + moved);
    const tall = Math.max(barPx, loudness * height);
    // The oldest fade out, the silent are dots.
    context.globalAlpha = Math.min(1, Math.max(0, (x / width) * 3)) * (loudness > 0 ? 1 : 0.35);
    context.beginPath();
    context.roundRect(x, (height - tall) / 2, barPx, tall, barPx / 2);
    context.fill();
  }
}
