/** Lets in so much work at once, so that it leaves the connections to the database to all other work. */
export class Bulkhead {
  readonly #size: number;
  #busy = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** What `work` comes to; undefined at once, with nothing done, while as much as fits is going on. */
  async run<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#busy >= this.#size) return undefined;
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }
}
