import type { Page } from 'playwright';

/** What Chromium's own performance trace says of a page's main thread. */
export interface Traced {
  /** The longest task, in milliseconds: so long nothing could be painted or clicked. */
  readonly longestTaskMs: number;
  /** Tasks of more than 50 ms, which people notice. Source: the W3C's “Long Tasks API”. */
  readonly longTasks: number;
  readonly tasks: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly args: { readonly name?: string };
}

const longTaskMs = 50;

/** Records what a page does meanwhile. */
export async function trace(page: Page, work: () => Promise<void>): Promise<Traced> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise<void>((resolve) => {
    session.once('Tracing.tracingComplete', () => resolve());
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', '__metadata'] },
  });
  await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return summary(events);
}

function summary(events: readonly TraceEvent[]): Traced {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  const tasks = events
    .filter((event) => /RunTask/.test(event.name) && mains.has(threadOf(event)))
    .map(({ dur = 0 }) => dur / 1000);
  return {
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: tasks.filter((ms) => ms > longTaskMs).length,
    tasks: tasks.length,
  };
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}
