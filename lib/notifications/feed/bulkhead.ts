/** The longest `Retry-After`: the load may be gone much sooner. */
const MAX_RETRY_AFTER_MS = 60_000;

/** `Retry-After` has whole seconds, so all who get the same one come at the same moment. */
const RETRY_AFTER_UNIT_MS = 1_000;

type Admission<Result> = { admitted: true; result: Result } | { admitted: false; retryAfterSeconds: number };

/** Limits how much work of one kind runs at once, so that database connections are left for all other work. */
export class Bulkhead {
  readonly #size: number;
  #busy = 0;
  /** How long the latest piece of work took. */
  #latestMs = 0;
  /** All places are promised until then, on the clock of `performance`. */
  #promisedUntil = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /**
   * Runs `work` and returns its result. If all places are taken, it does nothing and returns at once when to come back. Callers
   * that are refused together get different moments, so that no more come at a time than fit.
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
