import type { Link } from '../../protocol/window.ts';
import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { Icon } from '../parts/icon.tsx';

const links: readonly (readonly [string, Link])[] = [
  ['Manual', 'manual'],
  ['Log', 'log'],
  ['Licence', 'licence'],
];

/** The end of the page: where the settings are kept, what whis is, and the way out. */
export function SettingsFoot({ path }: { path: string }) {
  const { ask, attempt, info } = useApp();
  const version = useCell(info)?.version ?? '';
  return (
    <footer class="sheet-foot">
      <p>
        All of it stands in <code>{path}</code>
      </p>
      <p>whis {version}</p>
      {links.map(([label, link]) => (
        <button
          key={link}
          class="button"
          onClick={() => void attempt(() => ask('app_open', { link }))}
        >
          {label}
        </button>
      ))}
      <button class="button is-delete" onClick={() => void attempt(() => ask('app_quit', {}))}>
        <Icon name="close" />
        Quit whis
      </button>
    </footer>
  );
}
