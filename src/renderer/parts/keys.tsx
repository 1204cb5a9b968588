import { keyNames } from '../shortcut-keys.ts';

/** A shortcut as it stands on the keys. */
export function Keys({ accelerator, platform }: { accelerator: string; platform: string }) {
  return (
    <span class="keys">
      {keyNames(accelerator, platform).map((name) => (
        <kbd key={name}>{name} </kbd>
      ))}
    </span>
  );
}
