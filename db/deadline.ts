/** Longer than any statement may take (the server ends it first), so only what will never be answered gets here. */
export const DEADLINE_MS = 6_000;

/** The database had its time; whether it did the work is not known. */
export class DeadlineError extends Error {
  readonly code = "DEADLINE_EXCEEDED";

  constructor() {
    super(`the database did not answer within ${DEADLINE_MS} ms`);
    this.name = "DeadlineError";
  }
}

/**
 * The outcome of `work`, or DeadlineError. A query that postgres.js hands to a connection while that is being lost is
 * never settled (porsager/postgres#1130), and neither is one to a server that vanished without a word.
 */
export function withDeadline<Result>(work: PromiseLike<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineError()), DEADLINE_MS);
    void work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
