/** Waits for `ready`, unless `halt` aborts first: then it throws its reason. */
export async function untilAborted(ready: Promise<void>, halt: AbortSignal): Promise<void> {
  halt.throwIfAborted();
  let wake = () => {};
  const aborted = new Promise<void>((resolve) => {
    wake = () => resolve();
    halt.addEventListener('abort', wake, { once: true });
  });
  await Promise.race([ready, aborted]);
  halt.removeEventListener('abort', wake);
  halt.throwIfAborted();
}
