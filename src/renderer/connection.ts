import type { EventTopic, WhisEvent } from '../protocol/events.ts';
import type { Status } from '../protocol/status.ts';
import type { WindowApi, WindowMessage } from '../protocol/window.ts';
import { Latest } from './latest.ts';
import { askThrough, sentenceOf, type Ask } from './refusal.ts';
import { needsStatus, type Heard } from './store.ts';

/** What a page hears: the daemon's state and events, and where the app wants it to go. */
export type PageMessage = Heard | Exclude<WindowMessage, WhisEvent>;

/** The page's one line to the app: first the whole status, then every event, in order. */
export class Connection {
  readonly ask: Ask;
  readonly #topics: readonly EventTopic[];
  readonly #tell: (message: PageMessage) => void;
  readonly #failed: (sentence: string) => void;
  readonly #end: () => void;
  readonly #status: Latest<null, Status>;
  /** What came before the status that it builds upon; null when nothing has to wait. */
  #early: WhisEvent[] | null = null;

  constructor(
    whis: WindowApi,
    {
      topics,
      tell,
      failed,
    }: {
      topics: readonly EventTopic[];
      tell: (message: PageMessage) => void;
      /** The daemon could not be asked; the sentence says why. */
      failed: (sentence: string) => void;
    },
  ) {
    this.ask = askThrough(whis);
    this.#topics = topics;
    this.#tell = tell;
    this.#failed = failed;
    this.#status = new Latest<null, Status>(
      () => this.ask('status', {}),
      (outcome) => {
        if ('answer' in outcome) tell({ type: 'snapshot', status: outcome.answer });
      },
    );
    this.#end = whis.subscribe((message) => this.#hear(message));
  }

  /** Subscribes, also again: what was missed is in the status. */
  async open(): Promise<void> {
    this.#early = [];
    try {
      const status = await this.ask('subscribe', { events: this.#topics });
      this.#tell({ type: 'snapshot', status });
    } catch (thrown) {
      this.#failed(sentenceOf(thrown));
    }
    const early = this.#early;
    this.#early = null;
    for (const event of early) this.#follow(event);
  }

  close(): void {
    this.#end();
  }

  #hear(message: WindowMessage): void {
    if (message.type !== 'event') this.#tell(message);
    else if (this.#early) this.#early.push(message);
    else this.#follow(message);
  }

  #follow(event: WhisEvent): void {
    this.#tell(event);
    if (event.event === 'gap' || event.event === 'overflow') void this.open();
    else if (needsStatus(event)) this.#status.put(null);
  }
}
