/** Rejects when the signal aborts; never settles when the work was done before. */
export async function rejectOnAbort(signal: AbortSignal, work: Promise<unknown>): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  const forget = () => signal.removeEventListener('abort', abort);
  void work.then(forget, forget);
  return promise;
}
