/** Times of streams on the server. Those that the browser must know as well stand in protocol.ts. */

/** A reconnecting client waits this long, give or take half, so that a restart does not bring everybody back at once. */
export const RETRY_MS = 2_000;

/** The same after a single stream has ended: nobody else comes at that moment, and whatever happens meanwhile is late. */
export const RETURN_MS = 250;

/** A stream lives at least half of this, and all of it at most: less than ten minutes. */
export const LIFETIME_MS = 9.5 * 60_000;

/** How long a stream that has ended waits for its client to take what was sent. */
export const FAREWELL_MS = 10_000;

/** How often each stream looks whether to ping or to end. */
export const BEAT_MS = 1_000;

/** The least time between the first ping after a `sync` and the next one. */
export const PROOF_DISTANCE_MS = 7_000;

/** How often each process looks for feeds that moved without a message. */
export const SWEEP_MS = 1_000;

/** A failed database read is tried again after this long, give or take half. */
export const READ_RETRY_MS = 500;

/** Half to one and a half times `milliseconds`, at random. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.5 + Math.random()));
}
