import { useApp } from '../app-context.ts';
import { useCell } from '../cell.ts';
import { Icon } from './icon.tsx';

/**
 * The short messages. Each goes when its animation ends, which waits while the pointer or the focus
 * rests on it; what has failed stays until it is put away.
 */
export function ToastList() {
  const { toasts } = useApp();
  const shown = useCell(toasts.shown);
  return (
    <div class="toasts" role="region" aria-label="Messages">
      {shown.map(({ id, kind, text, action }) => (
        <div
          key={id}
          class={`toast is-${kind}`}
          role={kind === 'failed' ? 'alert' : 'status'}
          onAnimationEnd={({ animationName }) => {
            if (animationName === 'toast-stays') toasts.dismiss(id);
          }}
        >
          <Icon name={kind === 'failed' ? 'warning' : 'check'} />
          <p>{text}</p>
          {action && (
            <button
              class="button is-plain"
              onClick={() => {
                toasts.dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button
            class="button is-bare"
            aria-label="Close this message"
            onClick={() => toasts.dismiss(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
