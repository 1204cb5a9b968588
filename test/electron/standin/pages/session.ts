import { asElectron, loud } from '../loud.ts';
import { protocol } from './protocol.ts';

type Members =
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];

/** The app's handlers; permissions.ts asks them at each load of a page. */
export class Session implements Pick<Electron.Session, Members> {
  readonly protocol = protocol;
  request: RequestHandler = null;
  check: CheckHandler = null;
  /** Never asked: Chromium gives no device without a choice that nobody can make here. */
  device: DeviceHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.device = handler;
  }
}

export const defaultSession = new Session();

/** As the app sees it: one object, so that `contents.session === session.defaultSession`. */
export const loudSession = asElectron<Electron.Session>(
  loud('session.defaultSession', defaultSession),
);

export const session = loud('session', { defaultSession: loudSession });
