const BASE_MS = 1_000;
const MAX_SPAN_MS = 30_000;

/** No wait is longer, whatever a server asks for. */
export const MAX_WAIT_MS = 60_000;

/**
 * Milliseconds to wait before the next attempt, after `failures` in a row. Never zero, and jittered, so that clients that were
 * cut off together do not come back together. `atLeast` is what the server asked for in Retry-After.
 */
export function backoff(failures: number, atLeast = 0, random = Math.random): number {
  const span = Math.min(MAX_SPAN_MS, BASE_MS * 2 ** failures);
  return Math.min(MAX_WAIT_MS, atLeast + span * (0.25 + 0.75 * random()));
}

/** Milliseconds that a Retry-After header asks for. 0 for a date: the device's clock may be too wrong for it. */
export function retryAfterMs(headers: Headers): number {
  const asked = Number(headers.get("Retry-After")) * 1000 || 0;
  // Less than the longest wait, to leave room for jitter.
  return Math.min(Math.max(asked, 0), MAX_WAIT_MS * 0.75);
}
