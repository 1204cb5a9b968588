import { loud } from '../loud.ts';
import { addScheme } from './scheme.ts';

type Members = 'handle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged' | 'unhandle';

type Handler = Parameters<Electron.Protocol['handle']>[1];

/** The handlers of the app's schemes, by scheme. */
export const handlers = new Map<string, Handler>();

/** Every scheme is standard and secure here; its other privileges are not modelled. */
export const protocol: Pick<Electron.Protocol, Members> = loud('protocol', {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    for (const { scheme } of schemes) addScheme(scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
});
