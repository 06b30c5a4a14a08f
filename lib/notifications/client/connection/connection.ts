import type { StreamMessage } from "./stream-message";

/**
 * How fresh what you see is.
 * - `connecting`: the first connection is being made
 * - `catching-up`: connected again; what was missed is being replayed
 * - `live`: every change arrives as it happens
 * - `polling`: something on the way holds event streams back; the server is asked every few seconds instead
 * - `reconnecting`: lost, being restored; what was missed will be replayed
 * - `unreachable`: tried for a while; the server does not answer, or something answers in its place
 * - `offline`: the browser has no network; resumes by itself
 * - `paused`: closed by `disconnect()`, until `connect()`
 * - `signed-out`: the session is over; nothing more arrives
 */
export type Connection =
  | "connecting"
  | "catching-up"
  | "live"
  | "polling"
  | "reconnecting"
  | "unreachable"
  | "offline"
  | "paused"
  | "signed-out";

/** Called with the messages of one burst, in order, so that a thousand missed events are drawn once. */
export type Follower = (messages: readonly StreamMessage[]) => void;

/** The live connection as the rest of a page sees it, whichever tab holds the stream. */
export interface LiveConnection {
  /** Calls `follower` for every burst from now on. Returns a function that ends this. */
  follow(follower: Follower): () => void;
  open(): void;
  close(): void;
  /** A request was answered 401: checks whether the session is over. */
  doubt(): void;
  /** A request was answered at this position: the stream should bring it soon. */
  reached(position: number): void;
  /** The last position that the page has heard of; null before the first. */
  readonly position: string | null;
}
