import { AsyncLocalStorage } from "node:async_hooks";

/** The database had its time; whether it did the work is not known. */
export class DeadlineError extends Error {
  readonly code = "DEADLINE_EXCEEDED";

  constructor(readonly milliseconds: number) {
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

/** For a request: with what else may hang, it is answered in less than six seconds. */
const ALLOWANCE_MS = 5_000;

interface Allowance {
  /** On the clock of `performance`; not known before the database is asked for something. */
  endsAt: number | undefined;
}

// Next loads this module once for the start, where the pools are made, and once for the routes.
const shared = globalThis as typeof globalThis & { [ALLOWANCE]?: AsyncLocalStorage<Allowance> };
const ALLOWANCE = Symbol.for("next-notifications.database-allowance");
const allowance = (shared[ALLOWANCE] ??= new AsyncLocalStorage());

/**
 * Gives everything that `work` asks of the database, one after the other, five seconds together from the first of it on.
 * What it leaves running when it is done has no such limit.
 */
export async function withinAllowance<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine: Allowance = { endsAt: undefined };
  try {
    return await allowance.run(mine, work);
  } finally {
    mine.endsAt = Infinity;
  }
}

/** Milliseconds that the database may still take for the work at hand. Starts the clock. */
export function timeLeft(): number {
  const mine = allowance.getStore();
  if (!mine) return Infinity;
  const now = performance.now();
  mine.endsAt ??= now + ALLOWANCE_MS;
  return Math.max(0, mine.endsAt - now);
}
