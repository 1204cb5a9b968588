import { LoudEmitter, takes } from './loud.ts';

export const powerEvents = {
  'lock-screen': takes<[]>(),
  'on-ac': takes<[]>(),
  'on-battery': takes<[]>(),
  resume: takes<[]>(),
  shutdown: takes<[]>(),
  suspend: takes<[]>(),
  'unlock-screen': takes<[]>(),
};

/** `powerMonitor`: a test emits its events. */
export class PowerMonitor extends LoudEmitter<typeof powerEvents> {
  constructor() {
    super(powerEvents);
  }
}

export const powerMonitor = new PowerMonitor();
