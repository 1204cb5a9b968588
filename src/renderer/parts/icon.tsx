/** The drawings, each on a grid of 20: lines of 1.6, round ends. */
const paths = {
  mic: 'M10 2.5a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0v-4a3 3 0 0 1 3-3ZM4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5',
  stop: 'M6 6h8v8H6Z',
  pause: 'M7 5v10M13 5v10',
  play: 'M7 4.8v10.4L15.2 10Z',
  close: 'm5.5 5.5 9 9m0-9-9 9',
  search: 'M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Zm4 9.5 3.5 3.5',
  copy: 'M7.5 7.5h8v9h-8Zm-3 5v-9h8',
  retry: 'M15.8 8.2A6 6 0 1 0 16 11M16 4v4.2h-4.2',
  export: 'M10 3v9m-3.5-3.2L10 12.3l3.5-3.5M4 13.5V16h12v-2.5',
  delete: 'M4 5.5h12M8 5.5v-2h4v2m-6.5 0 .7 11h7.6l.7-11M8.5 8.5v5m3-5v5',
  down: 'm6 8 4 4 4-4',
  up: 'm6 12 4-4 4 4',
  add: 'M10 4.5v11M4.5 10h11',
  back: 'm12 5-5 5 5 5',
  check: 'm4.5 10.5 3.7 3.7 7.3-8',
  warning: 'M10 3.5 17.5 16h-15Zm0 4.7v3.6m0 2v.2',
  undo: 'M6.8 4 3.5 7.3l3.3 3.3M3.7 7.3h8a4.3 4.3 0 0 1 0 8.6H7',
  list: 'M3.5 5.5h2m3 0h8m-13 4.5h2m3 0h8m-13 4.5h2m3 0h8',
  engine: 'M6 6h8v8H6ZM8 3v3m4-3v3M8 14v3m4-3v3M3 8h3m-3 4h3m8-4h3m-3 4h3',
  settings:
    'M4 6h6m4 0h2M4 14h2m4 0h6M12 4.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Zm-4 8a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z',
  home: 'M10 16.5V11M4 8.5v3m3-5v7m6-7v7m3-5v3M10 3.5V9',
  lock: 'M5 9h10v7.5H5Zm2 0V6.5a3 3 0 0 1 6 0V9',
  cloud: 'M6 15.5a3.5 3.5 0 0 1-.3-7 4.6 4.6 0 0 1 8.8 1.1 3 3 0 0 1-.5 5.9Z',
  folder: 'M3 5.5h5l1.5 2H17v8H3Z',
  keyboard: 'M2.5 5.5h15v9h-15Zm3 3h.1m2.9 0h.1m2.9 0h.1m2.9 0h.1M7 11.5h6',
  file: 'M5.5 2.5h6l3 3v12h-9Zm6 0v3h3',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof paths;

/** A drawing beside a word; it says nothing that the word does not. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
