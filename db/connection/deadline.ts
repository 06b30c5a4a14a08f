import { AsyncLocalStorage } from "node:async_hooks";

import { UnavailableError } from "./unavailable";

/** The database had its time. Whether it did the work is unknown. */
export class DeadlineError extends UnavailableError {
  constructor(readonly milliseconds: number) {
    super("DEADLINE_EXCEEDED", `the database did not answer within ${milliseconds} ms`);
  }
}

/** The outcome of `work`, or DeadlineError: a server that vanishes without a word never answers. */
export function withDeadline<Result>(work: PromiseLike<Result>, milliseconds: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineError(milliseconds)), milliseconds);
    void work.then(resolve, reject).then(() => clearTimeout(timer));
  });
}

/** For a request: together with what else may hang, the answer comes within six seconds. */
const ALLOWANCE_MS = 5_000;

interface Allowance {
  /** On the clock of `performance`. Undefined until the database is first asked. */
  endsAt: number | undefined;
}

// Next loads this module once for the start, where the pools are made, and once for the routes.
const shared = globalThis as typeof globalThis & { [ALLOWANCE]?: AsyncLocalStorage<Allowance> };
const ALLOWANCE = Symbol.for("next-notifications.database-allowance");
const allowance = (shared[ALLOWANCE] ??= new AsyncLocalStorage());

/**
 * Gives all that `work` asks of the database five seconds together, counted from the first question. What still runs
 * after `work` has no such limit.
 */
export async function withinAllowance<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine: Allowance = { endsAt: undefined };
  try {
    return await allowance.run(mine, work);
  } finally {
    mine.endsAt = Infinity;
  }
}

/** Milliseconds the database may still take for the current work. Starts the clock. */
export function timeLeft(): number {
  const mine = allowance.getStore();
  if (!mine) return Infinity;
  const now = performance.now();
  mine.endsAt ??= now + ALLOWANCE_MS;
  return Math.max(0, mine.endsAt - now);
}
