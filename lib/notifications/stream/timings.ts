/** A reconnecting client waits this long, give or take half: a restart must not bring everybody back at once. */
export const RETRY_MS = 2_000;

/** The same for a stream that has ended by itself: nobody else comes at that moment, and what happens meanwhile is late. */
export const RETURN_MS = 250;

/**
 * A stream lives at least half of this, and all of it at most, so that a crowd that came together does not come back
 * together. With the heartbeat that ends it, less than ten minutes.
 */
export const LIFETIME_MS = 9.5 * 60_000;

/** How long a stream that has ended waits for its client to take what it was sent. */
export const FAREWELL_MS = 10_000;

/** How often each process looks for feeds that moved without a message reaching it. */
export const SWEEP_MS = 1_000;

/** A failed database read is tried again after this long, give or take half. */
export const READ_RETRY_MS = 500;

/** SUBSCRIBEs and UNSUBSCRIBEs that fall in this window go out as one command. */
export const SUBSCRIBE_WINDOW_MS = 5;

/** Half to one and a half times `milliseconds`, at random. */
export function jittered(milliseconds: number): number {
  return Math.round(milliseconds * (0.5 + Math.random()));
}
