// What the core needs of the world, by who gives it; any room may import these types from here.
export type * from './ports/desktop.ts';
export type * from './ports/engine.ts';
export type * from './ports/host.ts';
export type * from './ports/ledger.ts';
export type * from './ports/sound.ts';
export type * from './ports/system.ts';
