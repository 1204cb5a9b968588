import { LoudEmitter, takes } from './loud.ts';

export const screenEvents = {
  'display-added': takes<[event: Electron.Event, display: Electron.Display]>(),
  'display-metrics-changed':
    takes<[event: Electron.Event, display: Electron.Display, changed: string[]]>(),
  'display-removed': takes<[event: Electron.Event, display: Electron.Display]>(),
};

const display: Electron.Display = {
  id: 1,
  label: 'stand-in',
  bounds: { x: 0, y: 0, width: 1280, height: 800 },
  workArea: { x: 0, y: 24, width: 1280, height: 776 },
  size: { width: 1280, height: 800 },
  workAreaSize: { width: 1280, height: 776 },
  scaleFactor: 1,
  rotation: 0,
  internal: true,
  accelerometerSupport: 'unavailable',
  colorDepth: 24,
  colorSpace: 'srgb',
  depthPerComponent: 8,
  detected: true,
  displayFrequency: 60,
  maximumCursorSize: { width: 64, height: 64 },
  monochrome: false,
  nativeOrigin: { x: 0, y: 0 },
  touchSupport: 'unavailable',
};

type Members = 'getCursorScreenPoint' | 'getDisplayNearestPoint' | 'getPrimaryDisplay';

/** One display, with the pointer in its middle. */
export class Screen
  extends LoudEmitter<typeof screenEvents>
  implements Pick<Electron.Screen, Members>
{
  constructor() {
    super(screenEvents);
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 640, y: 400 };
  }

  getDisplayNearestPoint(): Electron.Display {
    return display;
  }

  getPrimaryDisplay(): Electron.Display {
    return display;
  }
}

export const screen = new Screen();
