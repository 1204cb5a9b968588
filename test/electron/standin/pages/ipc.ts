import { EventEmitter } from 'node:events';

import { PreventableEvent } from '../event.ts';
import { asElectron, loud } from '../loud.ts';
import { makeCodec } from '../worlds/codec.ts';
import type { Frame } from './frame.ts';

/** What a preload sends: arguments are in the codec's text. */
export type FromPreload =
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | {
      readonly kind: 'invoke';
      readonly channel: string;
      readonly args: string;
      readonly id: number;
    }
  | { readonly kind: 'failure'; readonly error: string };

/** What a preload gets. */
export type ToPreload =
  | { readonly kind: 'message'; readonly channel: string; readonly args: string }
  | { readonly kind: 'result'; readonly id: number; readonly value: string }
  | { readonly kind: 'refusal'; readonly id: number; readonly reason: string };

type Listener = Parameters<Electron.IpcMain['handle']>[1];

const { encode, decode } = makeCodec();
const handlers = new Map<string, Listener>();

class IpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle' | 'removeHandler'> {
  handle(channel: string, listener: Listener): void {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, listener);
  }

  removeHandler(channel: string): void {
    handlers.delete(channel);
  }
}

const emitter = new IpcMain();

export const ipcMain = loud('ipcMain', emitter);

/** Who sent a message. */
export interface Sender {
  readonly contents: Electron.WebContents;
  readonly frame: Frame | null;
}

/** Hands a `send` to the listeners. */
export function receive(sender: Sender, channel: string, args: string): void {
  emitter.emit(channel, describe(sender), ...(decode(args) as unknown[]));
}

/** Hands an `invoke` to its handler; gives what goes back. */
export async function answer(
  sender: Sender,
  message: FromPreload & { readonly kind: 'invoke' },
): Promise<ToPreload> {
  const { channel, id } = message;
  try {
    const handler = handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const args = decode(message.args) as unknown[];
    const value: unknown = await handler(describe(sender), ...args);
    return { kind: 'result', id, value: encode(value) };
  } catch (error) {
    process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`);
    const reason = `Error invoking remote method '${channel}': ${String(error)}`;
    return { kind: 'refusal', id, reason };
  }
}

function describe({ contents, frame }: Sender): Electron.IpcMainInvokeEvent {
  return Object.assign(new PreventableEvent(), {
    type: 'frame' as const,
    sender: contents,
    senderFrame: frame && asElectron<Electron.WebFrameMain>(frame),
    frameId: frame?.routingId ?? -1,
    processId: frame?.processId ?? -1,
  });
}
