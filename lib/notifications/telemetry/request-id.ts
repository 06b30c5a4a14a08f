import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** The header by which a proxy names a request, and every answer repeats it. */
export const REQUEST_ID_HEADER = "X-Request-Id";

const current = new AsyncLocalStorage<string>();

/** The proxy's name for the request when it can stand in a log, else a new one. */
export function requestIdOf(given: string): string {
  return /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Does `work` with every line it logs named after the request. */
export function withRequestId<Result>(id: string, work: () => Result): Result {
  return current.run(id, work);
}

export function currentRequestId(): string | undefined {
  return current.getStore();
}
