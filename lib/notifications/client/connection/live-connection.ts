import type { StreamMessage } from "./stream-message";

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
