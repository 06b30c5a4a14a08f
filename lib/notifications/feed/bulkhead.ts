/** What a client can be told in `Retry-After` without waiting for nothing when the load has long gone. */
const MAX_RETRY_AFTER_MS = 60_000;

/** `Retry-After` has whole seconds, so all who are told the same one come at the same moment. */
const RETRY_AFTER_UNIT_MS = 1_000;

type Admission<Result> = { admitted: true; result: Result } | { admitted: false; retryAfterSeconds: number };

/** Lets in so much work at once, so that it leaves the connections to the database to all other work. */
export class Bulkhead {
  readonly #size: number;
  #busy = 0;
  /** What the latest piece of work took. */
  #latestMs = 0;
  /** All places are promised until then, on the clock of `performance`. */
  #promisedUntil = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * What `work` comes to; or at once, with nothing done, when to come back, if as much as fits is going on. Those who are
   * refused together are told different moments: as many come at a time as fit.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Admission<Result>> {
    if (this.#busy >= this.#size) return { admitted: false, retryAfterSeconds: this.#promise() };
    this.#busy++;
    const start = performance.now();
    try {
      return { admitted: true, result: await work() };
    } finally {
      this.#busy--;
      this.#latestMs = performance.now() - start;
    }
  }

  #promise(): number {
    const now = performance.now();
    const workMs = Math.max(this.#latestMs, RETRY_AFTER_UNIT_MS);
    const next = Math.max(now, this.#promisedUntil) + workMs / this.#size;
    this.#promisedUntil = Math.min(next, now + MAX_RETRY_AFTER_MS);
    return Math.ceil((this.#promisedUntil - now) / RETRY_AFTER_UNIT_MS);
  }
}
