/** A reconnecting client waits this long, give or take half: a restart must not bring everybody back at once. */
export const RETRY_MS = 2_000;

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
