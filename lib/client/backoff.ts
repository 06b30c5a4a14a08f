const BASE_MS = 1_000;
const MAX_MS = 30_000;

/**
 * How long to wait before the next attempt, after `failures` in a row: full jitter, so that clients cut off together
 * do not come back together. `atLeast` is what the server asked for in Retry-After.
 */
export function backoff(failures: number, atLeast = 0, random = Math.random): number {
  return atLeast + random() * Math.min(MAX_MS, BASE_MS * 2 ** failures);
}
