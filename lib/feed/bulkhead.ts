import { unavailable } from "@/lib/http/problem";

/** Lets in so much work at once, so that it leaves the connections to the database to all other work. */
export class Bulkhead {
  readonly #size: number;
  #busy = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** What `work` comes to. Throws `unavailable` at once, with nothing done, while as much as fits is going on. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy >= this.#size) throw unavailable("This server sends to as many recipients as it can. Try again.");
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }
}
