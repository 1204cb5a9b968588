import { LoudEmitter, takes } from './loud.ts';

const events = { message: takes<[event: Electron.MessageEvent]>() };

/** `process.parentPort` of a utility process, over Node's own channel to the parent. */
class ParentPort
  extends LoudEmitter<typeof events>
  implements Pick<Electron.ParentPort, 'postMessage'>
{
  readonly #send: (message: unknown) => unknown;
  #early: Electron.MessageEvent[] = [];

  constructor(send: (message: unknown) => unknown) {
    super(events);
    this.#send = send;
    process.on('message', (data) => this.#receive({ data, ports: [] }));
    // Electron keeps what comes before anybody listens.
    this.onListener(() => {
      queueMicrotask(() => {
        for (const event of this.#early.splice(0)) this.#receive(event);
      });
    });
    // A utility process never outlives the app.
    process.once('disconnect', () => process.exit(0));
  }

  postMessage(message: unknown): void {
    this.#send(message);
  }

  readonly #receive = (event: Electron.MessageEvent): void => {
    if (!this.emit('message', event)) this.#early.push(event);
  };
}

/** Opens the port and takes `process.send` away, which Electron's utility processes do not have. */
export function openParentPort(): ParentPort {
  const send = process.send?.bind(process);
  if (!send) throw new Error('stand-in: a utility process was started without a channel');
  delete process.send;
  return new ParentPort(send);
}
