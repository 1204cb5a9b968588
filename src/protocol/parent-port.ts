/** The line from a child process of ours to the daemon that started it. */
export interface ParentPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The parts of Node's and of Electron's `process` that a child talks through. */
export interface ChildProcessGlobal {
  readonly send?: (message: unknown) => unknown;
  readonly on: (name: 'message' | 'disconnect', listener: (message: unknown) => void) => unknown;
  readonly exit: (code: number) => void;
  /** Only in Electron's utility processes. */
  readonly parentPort?: {
    postMessage(message: unknown): void;
    on(name: 'message', listener: (event: { data: unknown }) => void): void;
  };
}

/** Opens the line, whichever runtime the child runs in. A child whose parent is gone ends. */
export function openParentPort(process: ChildProcessGlobal): ParentPort {
  const { parentPort } = process;
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}
