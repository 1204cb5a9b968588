import type { Check } from '../../protocol/requests.ts';
import { Icon } from '../parts/icon.tsx';

/** What the doctor looked at: what was found, and what to do where something is wrong. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  return (
    <ul class="checks">
      {checks.map(({ name, ok, found, fix }, index) => (
        <li key={index} class={ok ? 'check' : 'check is-bad'}>
          <Icon name={ok ? 'check' : 'warning'} />
          <b>{name}</b>
          <span>
            {found}
            {fix !== null && <em>{fix}</em>}
          </span>
          <span class="unseen">{ok ? 'is well' : 'needs something'}</span>
        </li>
      ))}
    </ul>
  );
}
