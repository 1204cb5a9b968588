/** Notices when something has been silent for too long. */
export interface Watchdog {
  /** Waits from now on, this long. */
  expect(withinMs: number): void;
  /** It has come: the wait begins anew. */
  feed(): void;
  close(): void;
}

const windows = 4;

/**
 * Makes a watchdog that calls `onSilence` once when nothing came in time. It counts four empty
 * windows instead of trusting one long timer: when this process itself was stopped for a while, only
 * one of them is lost, and what waits in the pipes is read before it judges.
 */
export function createWatchdog(onSilence: () => void): Watchdog {
  let timer: NodeJS.Timeout | null = null;
  let empty = 0;

  function close(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    expect(withinMs) {
      close();
      empty = 0;
      timer = setInterval(() => {
        empty += 1;
        if (empty < windows) return;
        close();
        onSilence();
      }, withinMs / windows);
    },
    feed() {
      empty = 0;
      timer?.refresh();
    },
    close,
  };
}
