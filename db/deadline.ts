/** The database had its time; whether it did the work is not known. */
export class DeadlineError extends Error {
  readonly code = "DEADLINE_EXCEEDED";

  constructor(milliseconds: number) {
    super(`the database did not answer within ${milliseconds} ms`);
    this.name = "DeadlineError";
  }
}

/** The outcome of `work`, or DeadlineError: a server that has vanished without a word never answers. */
export function withDeadline<Result>(work: PromiseLike<Result>, milliseconds: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineError(milliseconds)), milliseconds);
    void work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}
