import { availableParallelism, cpus, release, type } from 'node:os';
import { readFileSync } from 'node:fs';

/** Where and when figures were measured: without it they mean nothing. */
export interface Machine {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly os: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    os: `${distribution()}${type()} ${release()}`,
    node: process.version,
  };
}

/** Source: os-release(5). */
function distribution(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    return name === undefined ? '' : `${name}, `;
  } catch {
    return '';
  }
}
