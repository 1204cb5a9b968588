import type { UiohookKeyboardEvent } from 'uiohook-napi';

import { openParentPort } from '../../protocol/parent-port.ts';
import type { Modifier } from './accelerator.ts';
import type { ListenerMessage } from './messages.ts';
import { PressDetector, tickMs, type KeyOrder, type KeySignal } from './press.ts';

// The process that hears the keys. It is one of its own, since the hook aborts its whole process when
// the X display cannot be opened or goes away.
const port = openParentPort(process);
const tell = (message: ListenerMessage) => port.send(message);

port.onMessage((message) => void listen(message as KeyOrder));

async function listen(order: KeyOrder): Promise<void> {
  try {
    // Loaded here, so that a machine for which there is no build is told like any other failure.
    const { uIOhook } = await import('uiohook-napi');
    const detector = new PressDetector(order);
    let ticking: NodeJS.Timeout | undefined;
    const pass = (signals: readonly KeySignal[]) => {
      for (const signal of signals) tell({ type: 'key', signal });
      if (detector.wantsTicks) {
        ticking ??= setInterval(() => pass(detector.tick()), tickMs);
      } else {
        clearInterval(ticking);
        ticking = undefined;
      }
    };
    const hear = (event: UiohookKeyboardEvent, isDown: boolean) => {
      const { keycode, time: timeMs } = event;
      pass(detector.hears({ isDown, keycode, held: heldAt(event), timeMs }));
    };
    uIOhook.on('keydown', (event) => hear(event, true));
    uIOhook.on('keyup', (event) => hear(event, false));
    uIOhook.start();
    tell({ type: 'ready' });
  } catch (error) {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

function heldAt({ ctrlKey, altKey, shiftKey, metaKey }: UiohookKeyboardEvent): Set<Modifier> {
  const held = new Set<Modifier>();
  if (ctrlKey) held.add('ctrl');
  if (altKey) held.add('alt');
  if (shiftKey) held.add('shift');
  if (metaKey) held.add('super');
  return held;
}
