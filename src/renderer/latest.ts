/**
 * Asks one question at a time: while an answer is on its way only the newest question waits, and
 * what was asked between is never sent. So typing is as fast as the answers are, without a timer.
 */
export class Latest<Question, Answer> {
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #hear: (outcome: Outcome<Question, Answer>) => void;
  #waiting: { readonly question: Question } | null = null;
  #isAsking = false;

  /** `hear` gets the answers that nobody has asked anything after. */
  constructor(
    ask: (question: Question) => Promise<Answer>,
    hear: (outcome: Outcome<Question, Answer>) => void,
  ) {
    this.#ask = ask;
    this.#hear = hear;
  }

  put(question: Question): void {
    this.#waiting = { question };
    if (!this.#isAsking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting) {
      const { question } = this.#waiting;
      this.#waiting = null;
      const outcome = await this.#outcomeOf(question);
      if (this.#waiting === null) this.#hear(outcome);
    }
    this.#isAsking = false;
  }

  async #outcomeOf(question: Question): Promise<Outcome<Question, Answer>> {
    try {
      return { question, answer: await this.#ask(question) };
    } catch (thrown) {
      return { question, thrown };
    }
  }
}

/** How a question ended. */
export type Outcome<Question, Answer> = { readonly question: Question } & (
  | { readonly answer: Answer }
  | { readonly thrown: unknown }
);
