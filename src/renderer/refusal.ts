import type { WindowApi, WindowCall, WindowParams, WindowReply } from '../protocol/window.ts';

/** A call that was answered with an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Asks the app something. Rejects with a Refusal when the answer is no. */
export type Ask = <Call extends WindowCall>(
  type: Call,
  params: WindowParams<Call>,
) => Promise<Exclude<WindowReply<Call>, { readonly type: 'error' }>>;

/** Makes a rejection of every error that is answered. */
export function askThrough(whis: Pick<WindowApi, 'call'>): Ask {
  return async (type, params) => {
    const reply = await whis.call(type, params);
    if (isError(reply)) throw new Refusal(reply.code, reply.message);
    return reply as Exclude<typeof reply, { readonly type: 'error' }>;
  };
}

/** What a person is told of something thrown. */
export function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The first line of a message, without the announcement of a list that a window shows in its own way. */
export function briefOf(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replace(/(?<=[.!?]) [^.!?]*:$/, '');
}

function isError(reply: object): reply is { type: 'error'; code: string; message: string } {
  return 'type' in reply && reply.type === 'error';
}
