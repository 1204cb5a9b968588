/** Calls `pressed` at the first Ctrl-C; a second one ends the process as ever. Returns its undo. */
export function onInterrupt(pressed: () => void): () => void {
  process.once('SIGINT', pressed);
  return () => void process.off('SIGINT', pressed);
}

/**
 * Calls `pressed` once a line comes on standard input; its end is no line. Returns its undo, which
 * lets the process end.
 */
export function onEnter(pressed: () => void): () => void {
  const { stdin } = process;
  const read = (bytes: Uint8Array) => {
    if (!bytes.includes(0x0a)) return;
    stdin.off('data', read);
    pressed();
  };
  // A closed or broken standard input presses nothing.
  const ignore = () => {};
  stdin.on('data', read).on('error', ignore);
  return () => {
    stdin.off('data', read);
    stdin.pause();
  };
}
